package dev.firstcome.platform.scheduling;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Schedules a task with a fixed delay until its executor is shut down. */
public final class RepeatingTask {
    private static final Logger log = LoggerFactory.getLogger(RepeatingTask.class);

    private RepeatingTask() {}

    /**
     * Runs the task after the delay, and again after the same delay from the end of each run. A failed run is logged
     * and does not cancel the task, as {@code scheduleWithFixedDelay} alone would do silently.
     *
     * @param name the name of the task in log messages
     */
    public static void schedule(Duration delay, ScheduledExecutorService executor, String name, Runnable task) {
        executor.scheduleWithFixedDelay(() -> run(name, task), delay.toNanos(), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void run(String name, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException unexpected) {
            log.error("{} failed; will retry", name, unexpected);
        }
    }
}
