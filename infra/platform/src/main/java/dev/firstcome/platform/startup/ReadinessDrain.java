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
 * The first step of a graceful shutdown (SIGTERM). It sets readiness to REFUSING_TRAFFIC and keeps the process serving
 * until its callers have seen that. Connections are closed and requests in flight are finished after it.
 */
public final class ReadinessDrain implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ReadinessDrain.class);

    private final ApplicationContext context;
    private final Duration period;
    private volatile boolean running;

    public ReadinessDrain(ApplicationContext context, DrainProperties properties) {
        this.context = context;
        this.period = properties.drain();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        if (!period.isZero()) {
            log.info("readiness drain: not ready; serving for {} ms before shutdown", period.toMillis());
            long end = System.nanoTime() + period.toNanos();
            long remaining = period.toNanos();
            while (remaining > 0 && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(remaining);
                remaining = end - System.nanoTime();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts last and stops first. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
