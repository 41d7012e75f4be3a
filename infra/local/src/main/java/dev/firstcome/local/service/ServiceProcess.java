package dev.firstcome.local.service;

import dev.firstcome.local.cache.AotCache;
import dev.firstcome.local.cache.CachedProcess;
import dev.firstcome.local.cache.JavaProgram;
import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.Ports;
import dev.firstcome.local.layout.ServiceDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The process of one service instance. */
public final class ServiceProcess implements CachedProcess {
    private final String name;
    private final ServiceDefinition definition;
    private final Layout layout;
    private final Ports ports;
    private final ServiceProperties properties;
    private final List<String> flags;
    private final ServiceExtras extras;
    private final ServiceProgram program;

    /**
     * The common settings of all instances of a service.
     *
     * @param flags JVM flags on which the AOT cache does not depend
     */
    public record Making(Layout layout, ServiceProperties properties, List<String> flags, ServiceExtras extras) {}

    /** @param name the name of the process: that of the service, or of its second instance */
    public ServiceProcess(String name, ServiceDefinition definition, Ports ports, Making making) {
        this.name = name;
        this.definition = definition;
        this.layout = making.layout();
        this.ports = ports;
        this.properties = making.properties();
        this.flags = making.flags();
        this.extras = making.extras();
        this.program = new ServiceProgram(layout, definition.name());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Stage stage() {
        return Stage.SERVICE;
    }

    @Override
    public List<Integer> ports() {
        int health = ports.of(healthPortName());
        int own = ports.of(name());
        return own == health ? List.of(own) : List.of(own, health);
    }

    @Override
    public void prepare() {
        Map<String, String> all = properties.of(definition, name);
        all.putAll(extras.properties());
        String text = new TreeSet<>(all.keySet())
                .stream().map(key -> key + "=" + all.get(key) + "\n").collect(Collectors.joining());
        FileTree.writePrivate(configuration(), text);
    }

    @Override
    public List<String> command() {
        JavaProgram built = built();
        // The JVM would reject the cache with an additional jar or agent.
        boolean asBuilt =
                extras.jvmArguments().isEmpty() && extras.classPathFront().isEmpty();
        List<String> more = new ArrayList<>(flags);
        more.addAll(asBuilt ? new AotCache(built, program.home()).use() : extras.jvmArguments());
        return built.command(more, extras.classPathFront(), arguments());
    }

    @Override
    public AotCache cache() {
        return new AotCache(built(), program.home());
    }

    /** Exits after the beans are created, before the service accepts requests or connects to other processes. */
    @Override
    public List<String> training(Path output) {
        List<String> more = new ArrayList<>(AotCache.make(output));
        more.add("-Dspring.context.exit=onRefresh");
        return built().command(more, List.of(), arguments());
    }

    private JavaProgram built() {
        List<String> flags = List.of(
                "-Xmx" + definition.heapMiB() + "m",
                "-XX:+UseSerialGC",
                // Objects of requests must be collected in the young generation. Promotion would cause full
                // collections.
                "-XX:NewRatio=1",
                "-XX:SurvivorRatio=4",
                "-XX:TargetSurvivorRatio=90",
                "-XX:+UseCompactObjectHeaders",
                // A start loads 25,000 classes. With the default of 21 MiB it needs four full collections for them.
                "-XX:MetaspaceSize=192m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
        return new JavaProgram(definition.name(), flags, program.jars(), definition.mainClass());
    }

    private List<String> arguments() {
        return List.of("--spring.config.additional-location=file:" + configuration());
    }

    @Override
    public Map<String, String> environment() {
        // An arena per thread would take more memory than the small heap saves.
        return Map.of("MALLOC_ARENA_MAX", "2");
    }

    @Override
    public Path workingDirectory() {
        return layout.part(name());
    }

    @Override
    public boolean isReady() {
        return Probe.answers("http://127.0.0.1:" + ports.of(healthPortName()) + "/actuator/health/readiness");
    }

    @Override
    public Duration readyWithin() {
        return Duration.ofMinutes(3);
    }

    @Override
    public Duration readyStep() {
        return Duration.ofMillis(200);
    }

    private String healthPortName() {
        return name.equals(definition.name()) ? definition.healthPortName() : name;
    }

    private Path configuration() {
        return layout.configuration(name() + ".properties");
    }
}
