package dev.firstcome.platform.streams;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls for changes on behalf of all subscribers, in one virtual thread. There is one poll at a time for any number of
 * subscribers, and none without subscribers. A failed poll is retried after one second without limit; the next
 * successful poll finds the missed changes.
 */
public final class ChangePoller implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChangePoller.class);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final String name;
    private final Duration interval;
    private final PollTask task;
    private final Semaphore wakeups = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;
    private boolean failing;

    public ChangePoller(String name, Duration interval, PollTask task) {
        this.name = name;
        this.interval = interval;
        this.task = task;
        this.thread = Thread.ofVirtual().name("change-poller-" + name).start(this::run);
    }

    /** One query for changes. */
    @FunctionalInterface
    public interface PollTask {
        NextPoll poll();
    }

    /** The time of the next poll. */
    public enum NextPoll {
        /** Immediately, because the poll reached its limit. */
        IMMEDIATELY,
        /** After the configured interval. */
        AFTER_INTERVAL,
        /** After the next {@link #wake()}, because there are no subscribers. */
        WHEN_WOKEN
    }

    /** Starts a poll now, for a new subscriber. */
    public void wake() {
        wakeups.release();
    }

    private void run() {
        try {
            while (!stopped) {
                awaitWakeup(tryPoll());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration tryPoll() {
        try {
            NextPoll next = task.poll();
            failing = false;
            return switch (next) {
                case IMMEDIATELY -> Duration.ZERO;
                case AFTER_INTERVAL -> interval;
                case WHEN_WOKEN -> Duration.ofDays(1);
            };
        } catch (Exception failure) { // each failure is logged and retried in the same way
            if (!failing && !stopped) {
                log.warn("change poller {}: poll failed; will retry", name, failure);
            }
            failing = true;
            return RETRY_DELAY;
        }
    }

    private void awaitWakeup(Duration timeout) throws InterruptedException {
        if (wakeups.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            wakeups.drainPermits();
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }
}
