package dev.firstcome.platform.streams;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that looks again and again whether there is something new for those who wait. However many wait, there is one
 * look at a time, and while nobody waits there is none. A look that fails is repeated after a second, for ever: what was
 * not seen is seen later.
 */
public final class Watch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final String name;
    private final Duration every;
    private final Look look;
    private final Semaphore wakened = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;
    private boolean failing;

    public Watch(String name, Duration every, Look look) {
        this.name = name;
        this.every = every;
        this.look = look;
        this.thread = Thread.ofVirtual().name("watch-" + name).start(this::run);
    }

    /** One look at what is new. */
    @FunctionalInterface
    public interface Look {
        Next look();
    }

    /** When to look again. */
    public enum Next {
        /** There is more than one look can take. */
        AT_ONCE,
        /** After the usual time. */
        LATER,
        /** Nobody waits: when somebody comes. */
        WHEN_WAKENED
    }

    /** Lets it look now, since somebody has come. */
    public void wake() {
        wakened.release();
    }

    private void run() {
        try {
            while (!stopped) {
                pauseAfter(tryToLook());
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration tryToLook() {
        try {
            Next next = look.look();
            failing = false;
            return switch (next) {
                case AT_ONCE -> Duration.ZERO;
                case LATER -> every;
                case WHEN_WAKENED -> Duration.ofDays(1);
            };
        } catch (Exception failure) { // whatever the reason, the answer is the same: say so and look again
            if (!failing && !stopped) {
                log.warn("{} cannot be watched for now", name, failure);
            }
            failing = true;
            return AFTER_FAILURE;
        }
    }

    private void pauseAfter(Duration pause) throws InterruptedException {
        if (wakened.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
            wakened.drainPermits();
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }
}
