package dev.firstcome.platform.startup;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
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

    /**
     * Configures the shutdown of a process. Changes need a restart.
     *
     * @param drain how long the process serves after it is no longer ready; at least as long as its callers need to notice.
     *     The default is zero, because a single instance has no other instance to take its traffic
     */
    @ConfigurationProperties("platform")
    public record DrainProperties(@DefaultValue("0s") Duration drain) {}

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
            await();
        }
    }

    /** Waits for the whole period, or until the thread is interrupted. */
    private void await() {
        try {
            if (new CountDownLatch(1).await(period.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nothing counts the latch down");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
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
