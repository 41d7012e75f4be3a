package dev.firstcome.platform.startup;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * Work that a process must have done once before it is ready: schemas migrated, keys fetched, a topic read to its end.
 * Each task runs in the background and is tried until it succeeds, with a growing pause, so a process whose
 * infrastructure is away starts, says so in its health, and goes on by itself.
 */
public final class Startup implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(Startup.class);
    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(2);

    /** Task by name; the value says why it is not done yet, or is {@link #DONE}. */
    private final Map<String, String> tasks = new ConcurrentHashMap<>();

    private final MeterRegistry meters;
    private volatile boolean stopped;

    static final String DONE = "done";

    public Startup(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Something that may fail because the world is not there yet. */
    @FunctionalInterface
    public interface Task {
        void run() throws Exception;
    }

    /** Runs the task until it has succeeded once; the process is not ready before. */
    public void untilDone(String name, Task task) {
        tasks.put(name, "starting");
        Thread.ofVirtual().name("startup-" + name).start(() -> repeat(name, task));
    }

    /** Whether every task has succeeded. */
    public boolean done() {
        return tasks.values().stream().allMatch(DONE::equals);
    }

    Map<String, String> tasks() {
        return Map.copyOf(tasks);
    }

    private void repeat(String name, Task task) {
        long pause = PAUSE_MIN.toMillis();
        while (!stopped && !attempt(name, task)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(
                    pause / 2 + ThreadLocalRandom.current().nextLong(pause)));
            pause = Math.min(2 * pause, PAUSE_MAX.toMillis());
        }
    }

    private boolean attempt(String name, Task task) {
        try {
            task.run();
            tasks.put(name, DONE);
            return true;
        } catch (Exception failure) { // whatever the reason, the answer is the same: say so and try again
            String reason = failure.getClass().getSimpleName() + ": " + failure.getMessage();
            if (!reason.equals(tasks.put(name, reason)) && !stopped) {
                log.warn("not started yet: {}: {}", name, reason);
            }
            meters.counter("firstcome.startup.retries", "task", name).increment();
            return false;
        }
    }

    @Override
    public void destroy() {
        stopped = true;
    }
}
