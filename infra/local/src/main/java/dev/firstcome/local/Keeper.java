package dev.firstcome.local;

import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.process.Part;
import dev.firstcome.local.process.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The process that keeps a build's infrastructure, detached from the test that started it. */
final class Keeper implements Part {
    private final Layout layout;
    private final ProcessIdentity owner;
    private final Path description;

    Keeper(Layout layout, ProcessIdentity owner, Path description) {
        this.layout = layout;
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
        return List.of(
                ProjectRoot.java().toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dfirstcome.root=" + layout.root().path(),
                "-cp",
                layout.root().classPath("infra/local"),
                "dev.firstcome.local.cli.FirstCome",
                "keep-infrastructure",
                "--owner=" + owner.pid(),
                "--data=" + description.getParent());
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
        return Duration.ofSeconds(150);
    }
}
