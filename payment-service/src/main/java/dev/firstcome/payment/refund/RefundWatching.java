package dev.firstcome.payment.refund;

import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.provider.ProviderUnclear;
import dev.firstcome.payment.watching.CallWitnesses;
import dev.firstcome.payment.watching.CallWitnesses.Seen;
import dev.firstcome.payment.watching.Contradictions;
import org.springframework.stereotype.Component;

/** Tells what is unusual about refunds. */
@Component
record RefundWatching(CallWitnesses witnesses, Contradictions contradictions) {
    void unclear(Refund refund, ProviderUnclear unclear) {
        String said = "refund %s: %s".formatted(refund.id(), unclear.getMessage());
        witnesses.note("provider.errors", "unclear", new Seen(null, null, refund.paymentId(), said));
    }

    void contradiction(Refund refund, RefundState end) {
        contradictions.found(
                "refund",
                null,
                refund.paymentId(),
                "refund %s is %s, and the provider says %s".formatted(refund.id(), refund.state(), end));
    }
}
