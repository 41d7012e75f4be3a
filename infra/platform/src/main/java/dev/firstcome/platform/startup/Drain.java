package dev.firstcome.platform.startup;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * The first thing of an orderly stop (SIGTERM): the process says that it is not ready and serves on, until those who send
 * it calls have seen that. Only then are connections closed, and what is under way is finished.
 */
public final class Drain implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    private final ApplicationContext context;
    private final Duration time;
    private volatile boolean running;

    public Drain(ApplicationContext context, DrainProperties properties) {
        this.context = context;
        this.time = properties.drain();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        if (!time.isZero()) {
            log.info("not ready any more; serving on for {} ms", time.toMillis());
            long end = System.nanoTime() + time.toNanos();
            long left = time.toNanos();
            while (left > 0 && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(left);
                left = end - System.nanoTime();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Started last and stopped first. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
