package dev.firstcome.payment.charge;

import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.provider.ProviderUnclear;
import dev.firstcome.payment.watching.CallWitnesses;
import dev.firstcome.payment.watching.CallWitnesses.Seen;
import dev.firstcome.payment.watching.Contradictions;
import org.springframework.stereotype.Component;

/** Tells what is unusual about charges. */
@Component
record ChargeWatching(CallWitnesses witnesses, Contradictions contradictions) {
    void unclear(Payment payment, ProviderUnclear unclear) {
        witnesses.note(
                "provider.errors", "unclear", new Seen(payment.userId(), null, payment.id(), unclear.getMessage()));
    }

    void contradiction(Payment payment, String said) {
        contradictions.found("payment", payment.userId(), payment.id(), said);
    }
}
