package dev.firstcome.local.layout;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The settings of a platform. They are stored beside its data, which depends on them.
 *
 * @param portBase the gateway's port, from which all others follow
 * @param brokers 1 or 3
 * @param replicas whether each shard has a streaming replica
 * @param advertisedBase the base of the advertised ports if a proxy forwards them; otherwise the processes advertise
 *     their own ports
 * @param scale the number of instances of each service that has more than one
 * @param shortLived whether the services use only the C1 compiler, because they end before C2 would pay off; null means
 *     no
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlatformSettings(
        int portBase,
        int brokers,
        boolean replicas,
        @Nullable Integer advertisedBase,
        @Nullable Map<String, Integer> scale,
        @Nullable Boolean shortLived) {
    /** How many instances of a service there can be. */
    public static final int INSTANCES_MAX = 2;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public PlatformSettings {
        if (brokers != 1 && brokers != 3) {
            throw LocalPlatformException.wrongUse("There can be 1 broker or 3, not " + brokers);
        }
        scale = scale == null ? Map.of() : Map.copyOf(scale);
        scale.forEach(PlatformSettings::check);
    }

    private static void check(String service, int instances) {
        ServiceDefinition.named(service);
        if (service.equals(ServiceDefinition.GATEWAY)) {
            throw LocalPlatformException.wrongUse("There is one gateway: it is the address of the shop");
        }
        if (instances < 1 || instances > INSTANCES_MAX) {
            throw LocalPlatformException.wrongUse(
                    "There can be 1 to %d of %s, not %d".formatted(INSTANCES_MAX, service, instances));
        }
    }

    /** Creates the settings of a platform without proxies. */
    public PlatformSettings(int portBase, int brokers, boolean replicas) {
        this(portBase, brokers, replicas, null, null, null);
    }

    /** The same with so many instances of these services. */
    public PlatformSettings scaled(Map<String, Integer> instances) {
        return new PlatformSettings(portBase, brokers, replicas, advertisedBase, instances, shortLived);
    }

    /** The JVM's flags of its services, beside their own. */
    public List<String> serviceFlags() {
        return Boolean.TRUE.equals(shortLived) ? List.of("-XX:TieredStopAtLevel=1") : List.of();
    }

    /** The process names of a service: its own name, and {@code -2} for the second instance. */
    public List<String> partsOf(String service) {
        int instances = scale == null ? 1 : scale.getOrDefault(service, 1);
        return IntStream.rangeClosed(1, instances)
                .mapToObj(number -> number == 1 ? service : service + "-" + number)
                .toList();
    }

    public static PlatformSettings standard() {
        return new PlatformSettings(Ports.DEFAULT_BASE, 1, true);
    }

    /** The ports on which the processes listen. */
    public Ports ports() {
        return new Ports(portBase);
    }

    /** The advertised ports. */
    public Ports advertised() {
        return new Ports(advertisedBase == null ? portBase : advertisedBase);
    }

    /** The ports that a proxy must forward; empty if the processes advertise their own ports. */
    public List<Route> routes() {
        return advertisedBase == null
                ? List.of()
                : Ports.table().keySet().stream()
                        .filter(name -> !name.equals(Ports.GUARD))
                        .map(name -> new Route(name, advertised().of(name), ports().of(name)))
                        .toList();
    }

    /** Reads the settings; the defaults if there is no file. */
    public static PlatformSettings read(Path file) {
        return Files.exists(file) ? JSON.readValue(file, PlatformSettings.class) : standard();
    }

    public void write(Path file) {
        FileTree.writePrivate(file, JSON.writeValueAsString(this) + "\n");
    }
}
