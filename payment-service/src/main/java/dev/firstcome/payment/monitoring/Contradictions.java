package dev.firstcome.payment.monitoring;

import dev.firstcome.payment.monitoring.CallSamples.CallSample;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reports contradictions between the provider and the stored state. A contradiction changes nothing and needs an
 * operator.
 */
@Component
public final class Contradictions {
    private static final Logger log = LoggerFactory.getLogger(Contradictions.class);
    private static final String ALERT = "payment.contradictions";

    private final MeterRegistry meters;
    private final CallSamples samples;

    Contradictions(MeterRegistry meters, CallSamples samples) {
        this.meters = meters;
        this.samples = samples;
    }

    /**
     * Counts and logs a contradiction, and adds it to the alert's samples.
     *
     * @param subject "payment" or "refund"
     * @param description the stored state and the provider's state
     */
    public void report(String subject, @Nullable UUID userId, UUID paymentId, String description) {
        samples.add(ALERT, subject, new CallSample(userId, null, paymentId, description));
        meters.counter("firstcome.payment.contradictions", "of", subject).increment();
        log.error("contradiction with the provider: payment {}: {}", paymentId, description);
    }
}
