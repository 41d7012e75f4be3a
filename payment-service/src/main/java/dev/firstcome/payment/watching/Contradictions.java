package dev.firstcome.payment.watching;

import dev.firstcome.payment.watching.CallWitnesses.Seen;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What the provider says against what stands in the books: it changes nothing, and is said loudly. */
@Component
public final class Contradictions {
    private static final Logger log = LoggerFactory.getLogger(Contradictions.class);
    private static final String SIGN = "payment.contradictions";

    private final MeterRegistry meters;
    private final CallWitnesses witnesses;

    Contradictions(MeterRegistry meters, CallWitnesses witnesses) {
        this.meters = meters;
        this.witnesses = witnesses;
    }

    /**
     * @param of whether of a payment or of a refund
     * @param said what stands, and what the provider says
     */
    public void found(String of, @Nullable UUID userId, UUID paymentId, String said) {
        witnesses.note(SIGN, of, new Seen(userId, null, paymentId, said));
        meters.counter("firstcome.payment.contradictions", "of", of).increment();
        log.error("payment {}: {}", paymentId, said);
    }
}
