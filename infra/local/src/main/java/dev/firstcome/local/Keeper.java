package dev.firstcome.local;

import dev.firstcome.local.containers.ContainerImage;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.process.ManagedProcess;
import dev.firstcome.local.process.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The process that starts and ends the test infrastructure of a build. It is detached from the test that started it.
 */
final class Keeper implements ManagedProcess {
    private static final String RYUK_DISABLED = ContainerImage.PREFIX + "ryuk-disabled";

    private final Layout layout;
    private final InfrastructureSource source;
    private final ProcessIdentity owner;
    private final Path description;

    Keeper(Layout layout, InfrastructureSource source, ProcessIdentity owner, Path description) {
        this.layout = layout;
        this.source = source;
        this.owner = owner;
        this.description = description;
    }

    @Override
    public String name() {
        return "keeper";
    }

    @Override
    public Stage stage() {
        return Stage.SERVICE;
    }

    @Override
    public int port() {
        return 0;
    }

    @Override
    public List<Integer> ports() {
        return List.of();
    }

    @Override
    public void prepare() {}

    @Override
    public List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                ProjectRoot.java().toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dfirstcome.root=" + layout.root().path(),
                "-D" + InfrastructureSource.PROPERTY + "=" + source.value()));
        System.getProperties().stringPropertyNames().stream()
                .filter(property -> property.startsWith(ContainerImage.PREFIX))
                .map(property -> "-D" + property + "=" + System.getProperty(property))
                .sorted()
                .forEach(command::add);
        command.addAll(List.of(
                "-cp",
                layout.root().classPath(source.module()),
                "dev.firstcome.local.cli.FirstCome",
                "keep-infrastructure",
                "--owner=" + owner.pid(),
                "--data=" + description.getParent()));
        return command;
    }

    /** Testcontainers reads this setting from the environment only. */
    @Override
    public Map<String, String> environment() {
        String disabled = System.getProperty(RYUK_DISABLED, "");
        return disabled.isBlank() ? Map.of() : Map.of("TESTCONTAINERS_RYUK_DISABLED", disabled);
    }

    @Override
    public Path workingDirectory() {
        return layout.data();
    }

    @Override
    public boolean isReady() {
        return Files.exists(description);
    }

    @Override
    public Duration readyWithin() {
        return source.readyWithin();
    }
}
