package dev.firstcome.platform.schedules;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task that is run again and again, until its executor is shut down. */
public final class Repeated {
    private static final Logger log = LoggerFactory.getLogger(Repeated.class);

    private Repeated() {}

    /**
     * Runs the task so long after now, and after each end of it. One that throws says so in the log and is run again: by
     * itself an executor would never run it again, and say nothing.
     *
     * @param what the task is for, as the log names it
     */
    public static void every(Duration pause, ScheduledExecutorService executor, String what, Runnable task) {
        executor.scheduleWithFixedDelay(() -> run(what, task), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void run(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException unexpected) {
            log.error("{}: failed, and is tried again", what, unexpected);
        }
    }
}
