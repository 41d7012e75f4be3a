package dev.firstcome.local;

import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalFailure;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.process.Parts;
import dev.firstcome.local.process.ProcessIdentity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kafka, two Postgres shards without replicas and both Redis clusters for tests: started once per Maven build, by the first
 * test that asks, on free ports. The build's process owns it; a keeper process ends it when its owner is gone. Tests of one
 * build share it, so each takes ids, keys and users of its own.
 */
public final class SharedInfrastructure {
    static final String PLATFORM = "platform";
    private static final Duration OWNER_CHECK = Duration.ofMillis(500);

    private static @Nullable PlatformDescription known;

    private SharedInfrastructure() {}

    /** Starts it if this build has not yet; returns when all of it is ready. */
    public static synchronized PlatformDescription get() {
        if (known == null) {
            known = find();
        }
        return known;
    }

    /** The keeper's whole life: starts the infrastructure, and ends it when the owner has ended. */
    public static void keep(long ownerPid, Path data) {
        ProcessIdentity owner = ProcessIdentity.of(ownerPid)
                .orElseThrow(() -> LocalFailure.wrongUse("No process " + ownerPid + " to keep anything for"));
        try (LocalPlatform platform =
                LocalPlatform.temporary("shared").services().prepare(data)) {
            Runtime.getRuntime().addShutdownHook(new Thread(platform::discard, "end infrastructure"));
            platform.up(Progress.SILENT);
            CountDownLatch never = new CountDownLatch(1);
            while (owner.isAlive()) {
                never.await(OWNER_CHECK.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static PlatformDescription find() {
        ProcessIdentity owner = owner();
        ProjectRoot root = ProjectRoot.find();
        Path folder = OwnedFolders.of("shared", owner);
        Layout layout = Layout.of(root, folder);
        layout.create();
        Path description = folder.resolve(PLATFORM).resolve("platform.json");
        // The first of several test processes starts the keeper; the others wait here, and find it running.
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            Parts parts = new Parts(layout);
            Keeper keeper = new Keeper(layout, owner, description);
            if (!parts.isRunning(keeper.name())) {
                Files.deleteIfExists(description);
            }
            parts.start(keeper);
            return PlatformDescription.read(description);
        } catch (IOException e) {
            throw LocalFailure.failed("Cannot lock " + folder, e);
        }
    }

    /** The nearest JVM above this one: Maven starts its test JVMs through a shell that ends with them. */
    private static ProcessIdentity owner() {
        return Stream.iterate(ProcessHandle.current().parent(), parent -> parent.flatMap(ProcessHandle::parent))
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .filter(ancestor -> ancestor.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .or(() -> ProcessHandle.current().parent())
                .flatMap(ancestor -> ProcessIdentity.of(ancestor.pid()))
                .orElseGet(ProcessIdentity::current);
    }
}
