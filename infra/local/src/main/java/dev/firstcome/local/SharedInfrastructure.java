package dev.firstcome.local;

import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.process.ManagedProcesses;
import dev.firstcome.local.process.OwnedFolders;
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
 * Kafka, two Postgres shards without replicas and both Redis clusters for integration tests, as processes or as
 * containers. The first test of a Maven build starts them on free ports, and a keeper process ends them after the
 * build. All tests of the build share them, so each test creates ids, keys and users of its own.
 */
public final class SharedInfrastructure {
    private static final Duration OWNER_CHECK = Duration.ofMillis(500);

    private static @Nullable PlatformDescription known;

    private SharedInfrastructure() {}

    /** Starts the infrastructure if this build has none, and returns its description when all servers are ready. */
    public static synchronized PlatformDescription get() {
        if (known == null) {
            known = find();
        }
        return known;
    }

    /** Runs in the keeper process: starts the infrastructure, and ends it after the owner has ended. */
    public static void keep(long ownerPid, Path data) {
        ProcessIdentity owner = ProcessIdentity.of(ownerPid)
                .orElseThrow(() ->
                        LocalPlatformException.wrongUse("No process " + ownerPid + " to keep infrastructure for"));
        try (TestInfrastructure infrastructure = InfrastructureSource.selected().create()) {
            Runtime.getRuntime().addShutdownHook(new Thread(infrastructure::close, "end infrastructure"));
            infrastructure.start(data);
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
        InfrastructureSource source = InfrastructureSource.selected();
        Path folder = OwnedFolders.of("shared-" + source.value(), owner);
        Layout layout = Layout.of(root, folder);
        layout.create();
        Path description = folder.resolve(OwnedFolders.PLATFORM).resolve("platform.json");
        // The first of several test processes starts the keeper; the others wait for the lock and find it running.
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            ManagedProcesses parts = new ManagedProcesses(layout);
            Keeper keeper = new Keeper(layout, source, owner, description);
            if (!parts.isRunning(keeper.name())) {
                Files.deleteIfExists(description);
            }
            parts.start(keeper);
            return PlatformDescription.read(description);
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot lock " + folder, e);
        }
    }

    /** Returns the nearest JVM above this one: Maven starts its test JVMs through a shell that ends with them. */
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
