package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.issuercontrol.IssuerState;
import dev.firstcome.coupon.issuercontrol.IssuingPause;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of one issuer. Logs and counts its restarts and its stop, and applies the pause of all issuing. Only the
 * issuer thread changes the state; any thread may read it.
 */
final class IssuerStatus {
    private static final Logger log = LoggerFactory.getLogger(IssuerStatus.class);
    private static final long BACKOFF_MIN_MILLIS = 50;
    private static final long BACKOFF_MAX_MILLIS = 1_000;

    private final int partition;
    private final IssuingPause pause;
    private final MeterRegistry meters;
    private long backoffMillis = BACKOFF_MIN_MILLIS;
    private volatile IssuerState state = new IssuerState.Starting("assigned");

    IssuerStatus(int partition, IssuingPause pause, MeterRegistry meters) {
        this.partition = partition;
        this.pause = pause;
        this.meters = meters;
    }

    IssuerState state() {
        return state;
    }

    boolean isRunning() {
        return state instanceof IssuerState.Running;
    }

    boolean isStopped() {
        return state instanceof IssuerState.Stopped;
    }

    void setRunning(long epoch, long applied, long published) {
        backoffMillis = BACKOFF_MIN_MILLIS;
        state = new IssuerState.Running(epoch, applied, published);
    }

    /** Whether all issuing is paused. Changes the state to paused, or back to running after the pause. */
    boolean isPaused(long epoch, long applied, long published) {
        Optional<IssuingPause.Pause> current = pause.current();
        if (current.isPresent()) {
            state = new IssuerState.Paused(current.get().reason(), epoch, applied);
            return true;
        }
        if (state instanceof IssuerState.Paused) {
            setRunning(epoch, applied, published);
        }
        return false;
    }

    /** Changes the state to starting, and returns the delay before the restart. */
    long setRestarting(RuntimeException failure) {
        log.warn("partition {} restarts: {}", partition, failure.toString());
        log.debug("cause of the restart", failure);
        state = new IssuerState.Starting(failure.toString());
        meters.counter("firstcome.coupon.restarts").increment();
        long delayMillis = ThreadLocalRandom.current().nextLong(backoffMillis / 2, backoffMillis + 1);
        backoffMillis = Math.min(2 * backoffMillis, BACKOFF_MAX_MILLIS);
        return delayMillis;
    }

    /** Stops the issuer until an operator has removed the cause. */
    void stop(String reason) {
        log.error("partition {} stopped, operator intervention is required: {}", partition, reason);
        meters.counter("firstcome.coupon.stopped").increment();
        state = new IssuerState.Stopped(reason);
    }
}
