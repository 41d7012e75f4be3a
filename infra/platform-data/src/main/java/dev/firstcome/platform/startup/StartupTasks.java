package dev.firstcome.platform.startup;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tasks that must succeed once before a process is ready: migrate schemas, fetch keys, read a topic to its end. Each
 * task runs in the background and is retried with exponential backoff. A process therefore starts without its
 * infrastructure, reports the reason in its health and becomes ready without a restart.
 */
public final class StartupTasks implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(StartupTasks.class);
    private static final Duration BACKOFF_MIN = Duration.ofMillis(100);
    private static final Duration BACKOFF_MAX = Duration.ofSeconds(2);

    /** The tasks by name; the value is the last failure or {@link #DONE}. */
    private final Map<String, String> results = new ConcurrentHashMap<>();

    private final MeterRegistry meters;
    private final CountDownLatch stopped = new CountDownLatch(1);

    static final String DONE = "done";

    public StartupTasks(MeterRegistry meters) {
        this.meters = meters;
    }

    /** A task that may fail while its infrastructure is unavailable. */
    @FunctionalInterface
    public interface Task {
        void run() throws Exception;
    }

    /** Retries the task until its first success. The process is not ready before. */
    public void runUntilSuccessful(String name, Task task) {
        results.put(name, "starting");
        Thread.ofVirtual().name("startup-" + name).start(() -> retry(name, task));
    }

    /** Returns true if all tasks have succeeded. */
    public boolean allSucceeded() {
        return results.values().stream().allMatch(DONE::equals);
    }

    Map<String, String> results() {
        return Map.copyOf(results);
    }

    private void retry(String name, Task task) {
        long backoff = BACKOFF_MIN.toMillis();
        try {
            while (!attempt(name, task)) {
                long delay = backoff / 2 + ThreadLocalRandom.current().nextLong(backoff);
                if (stopped.await(delay, TimeUnit.MILLISECONDS)) {
                    return;
                }
                backoff = Math.min(2 * backoff, BACKOFF_MAX.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean attempt(String name, Task task) {
        try {
            task.run();
            results.put(name, DONE);
            return true;
        } catch (Exception failure) { // each failure is reported and retried in the same way
            String reason = failure.getClass().getSimpleName() + ": " + failure.getMessage();
            if (!reason.equals(results.put(name, reason)) && stopped.getCount() > 0) {
                log.warn("startup task {} failed, will retry: {}", name, reason);
            }
            meters.counter("firstcome.startup.retries", "task", name).increment();
            return false;
        }
    }

    @Override
    public void destroy() {
        stopped.countDown();
    }

    /** Reports UP after all startup tasks have succeeded. It belongs to the readiness group. */
    static final class StartupHealth implements HealthIndicator {
        private final StartupTasks tasks;

        StartupHealth(StartupTasks tasks) {
            this.tasks = tasks;
        }

        @Override
        public Health health() {
            Health.Builder health = tasks.allSucceeded() ? Health.up() : Health.outOfService();
            return health.withDetails(tasks.results()).build();
        }
    }
}
