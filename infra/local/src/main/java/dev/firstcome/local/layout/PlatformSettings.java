package dev.firstcome.local.layout;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a platform was made with; kept beside its data, since data cannot change it.
 *
 * @param portBase the gateway's port, from which all others follow
 * @param brokers 1 or 3
 * @param replicas whether each shard has a streaming replica
 * @param advertisedBase the base of the ports at which parts reach each other and are reached, if somebody stands between
 *     and passes on what comes there; else they are those that they listen on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlatformSettings(
        int portBase,
        int brokers,
        boolean replicas,
        @Nullable Integer advertisedBase) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public PlatformSettings {
        if (brokers != 1 && brokers != 3) {
            throw LocalFailure.wrongUse("There can be 1 broker or 3, not " + brokers);
        }
    }

    /** A platform with nothing between its parts. */
    public PlatformSettings(int portBase, int brokers, boolean replicas) {
        this(portBase, brokers, replicas, null);
    }

    public static PlatformSettings standard() {
        return new PlatformSettings(Ports.DEFAULT_BASE, 1, true);
    }

    /** Where parts listen. */
    public Ports ports() {
        return new Ports(portBase);
    }

    /** Where parts are reached by each other and by clients. */
    public Ports advertised() {
        return new Ports(advertisedBase == null ? portBase : advertisedBase);
    }

    /** What must be passed on to where for the parts to be reached; none if they are reached where they listen. */
    public List<Route> routes() {
        return advertisedBase == null
                ? List.of()
                : Ports.table().keySet().stream()
                        .filter(name -> !name.equals(Ports.GUARD))
                        .map(name -> new Route(name, advertised().of(name), ports().of(name)))
                        .toList();
    }

    /** What is kept in the file, or the standard if there is none. */
    public static PlatformSettings read(Path file) {
        return Files.exists(file) ? JSON.readValue(file, PlatformSettings.class) : standard();
    }

    public void write(Path file) {
        FileTree.writePrivate(file, JSON.writeValueAsString(this) + "\n");
    }
}
