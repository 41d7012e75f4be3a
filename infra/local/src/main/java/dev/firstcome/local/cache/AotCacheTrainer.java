package dev.firstcome.local.cache;

import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.LocalPlatformException;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Builds the missing caches one after the other, each by a short training run of its program. A file lock ensures that
 * one process at a time builds caches in a folder.
 */
public final class AotCacheTrainer {
    /** Long, because a run has the lowest scheduling priority. */
    private static final Duration RUN_BOUND = Duration.ofMinutes(10);

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final PrintStream out;
    private @Nullable Process run;
    private volatile boolean ended;

    /** @param out receives a line per cache */
    public AotCacheTrainer(PrintStream out) {
        this.out = out;
    }

    /** Returns when no cache is missing, or another process builds them. Does not fail if a cache cannot be built. */
    public void make(List<? extends CachedProcess> parts) {
        for (CachedProcess part : parts) {
            if (part.cache().isWanted()) {
                Path lock = part.cache().folder().resolve("making");
                try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = channel.tryLock()) {
                    if (held == null) {
                        return;
                    }
                    make(part);
                } catch (OverlappingFileLockException e) {
                    return;
                } catch (IOException e) {
                    out.println(part.name() + ": " + e);
                }
            }
        }
    }

    /** Kills the current run and starts no other. */
    public synchronized void end() {
        ended = true;
        if (run != null) {
            run.descendants().forEach(ProcessHandle::destroyForcibly);
            run.destroyForcibly();
        }
    }

    private void make(CachedProcess part) throws IOException {
        AotCache cache = part.cache();
        if (!cache.isWanted()) {
            return;
        }
        cache.removeUnfinished();
        long began = System.nanoTime();
        try {
            String failure = train(part);
            if (failure.isEmpty()) {
                cache.put();
                out.printf("%s: built within %d s%n", part.name(), (System.nanoTime() - began) / 1_000_000_000);
            } else if (!ended) {
                cache.giveUp(failure);
                out.println(part.name() + ": " + failure);
            }
        } finally {
            cache.removeUnfinished();
        }
    }

    /** Runs the program once. Returns the failure, or an empty text. */
    private String train(CachedProcess part) throws IOException {
        Path folder = part.workingDirectory();
        FileTree.delete(folder);
        Files.createDirectories(folder);
        part.prepare();
        Process process = start(part);
        if (process == null) {
            return "not built: the builder is being stopped";
        }
        try {
            if (!ends(process, part)) {
                return "its run did not end within " + RUN_BOUND.toMinutes() + " minutes";
            }
            if (!Files.exists(part.cache().fresh())) {
                return "its run ended with " + process.exitValue() + " and built no cache";
            }
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LocalPlatformException.failed("Interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private synchronized @Nullable Process start(CachedProcess part) throws IOException {
        if (ended) {
            return null;
        }
        ProcessBuilder builder = new ProcessBuilder(part.training(part.cache().fresh()))
                .directory(part.workingDirectory().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(part.environment());
        run = builder.start();
        return run;
    }

    /** Whether it ended within the timeout, by itself or by a signal after it was ready. */
    private static boolean ends(Process process, CachedProcess part) throws InterruptedException {
        long until = System.nanoTime() + RUN_BOUND.toNanos();
        boolean signalled = false;
        while (System.nanoTime() - until < 0) {
            if (process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            if (!signalled && part.isReady()) {
                process.destroy();
                signalled = true;
            }
        }
        return false;
    }
}
