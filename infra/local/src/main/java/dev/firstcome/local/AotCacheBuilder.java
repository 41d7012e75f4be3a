package dev.firstcome.local;

import dev.firstcome.local.cache.AotCacheTrainer;
import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.PlatformSettings;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.process.ManagedProcess;
import dev.firstcome.local.process.PortBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The process that builds AOT caches beside a running platform, detached and with the lowest scheduling priority. It
 * ends after the last cache, or with its platform. Its training runs use settings, passwords and ports of their own.
 */
public final class AotCacheBuilder implements ManagedProcess {
    /** The name of its process and of its log. */
    public static final String NAME = "class-caches";

    private static final String LEAST = "19";

    private final Layout layout;

    AotCacheBuilder(Layout layout) {
        this.layout = layout;
    }

    @Override
    public String name() {
        return NAME;
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
                "nice",
                "-n",
                LEAST,
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
                "make-caches",
                "--scratch=" + workingDirectory(),
                "--binaries=" + layout.binaries());
    }

    @Override
    public Path workingDirectory() {
        return layout.part(NAME);
    }

    @Override
    public boolean isReady() {
        return true;
    }

    /**
     * Runs the process.
     *
     * @param scratch a folder for temporary files, emptied before and after
     */
    public static void run(Path scratch, Path binaries) {
        yieldToAll();
        make(scratch, binaries);
    }

    private static void make(Path scratch, Path binaries) {
        Layout layout = new Layout(ProjectRoot.find(), scratch, binaries);
        AotCacheTrainer maker = new AotCacheTrainer(System.out);
        Runtime.getRuntime().addShutdownHook(new Thread(maker::end, "end run"));
        try (PortBlock ports = PortBlock.take()) {
            empty(scratch);
            layout.create();
            PlatformSettings settings = new PlatformSettings(ports.base(), 1, false);
            maker.make(new PlatformProcesses(layout, settings, ServiceDefinition.ALL, Map.of()).cached());
        } finally {
            empty(scratch);
        }
    }

    /** With autogroup scheduling, niceness has no effect on other sessions. The session needs the lowest share, too. */
    private static void yieldToAll() {
        Path session = Path.of("/proc/self/autogroup");
        try {
            if (Files.isWritable(session)) {
                Files.writeString(session, LEAST);
            }
        } catch (IOException e) {
            System.out.println("Cannot lower the processor share of the session: " + e.getMessage());
        }
    }

    private static void empty(Path scratch) {
        for (String made : new String[] {"parts", "conf", "secrets", "logs", "run"}) {
            FileTree.delete(scratch.resolve(made));
        }
    }
}
