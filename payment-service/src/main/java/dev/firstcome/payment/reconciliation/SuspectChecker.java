package dev.firstcome.payment.reconciliation;

import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.Provider.Intent;
import dev.firstcome.payment.provider.Provider.ProviderRefund;
import dev.firstcome.payment.reconciliation.Comparison.Finding;
import dev.firstcome.payment.reconciliation.ReconciliationPair.LocalPayment;
import dev.firstcome.payment.reconciliation.ReconciliationScan.Suspect;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Compares one suspect. It reads the provider first and the local payment second. A payment that changes in between has
 * a recent change time, counts as in flight, and is left to a later run.
 */
@Component
class SuspectChecker {
    private final Provider provider;
    private final LocalPaymentReader localPayments;
    private final ReconciliationProperties properties;
    private final Clock clock;

    SuspectChecker(
            Provider provider, LocalPaymentReader localPayments, ReconciliationProperties properties, Clock clock) {
        this.provider = provider;
        this.localPayments = localPayments;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Result of the comparison.
     *
     * @param inFlight whether one side changed too recently for a result
     */
    record CheckResult(Suspect suspect, ReconciliationPair pair, boolean inFlight, List<Finding> findings) {}

    CheckResult check(Suspect suspect) {
        Instant now = clock.instant();
        Intent intent = suspect.intentId() == null
                ? null
                : provider.find(suspect.intentId()).orElse(null);
        List<ProviderRefund> refunds = intent != null && intent.state() == Provider.IntentState.SUCCEEDED
                ? provider.refundsOf(intent.id())
                : List.of();
        UUID paymentId = suspect.paymentId() == null && intent != null ? intent.paymentId() : suspect.paymentId();
        LocalPayment local =
                paymentId == null ? null : localPayments.find(paymentId).orElse(null);
        ReconciliationPair pair = new ReconciliationPair(intent, refunds, local);
        boolean inFlight = pair.isInFlight(now.minus(properties.inFlight()));
        boolean existsOnNeitherSide = intent == null
                && suspect.intentId() != null
                && (local == null || !suspect.intentId().equals(local.payment().intentId()));
        return new CheckResult(
                new Suspect(suspect.intentId(), paymentId),
                pair,
                inFlight,
                inFlight || existsOnNeitherSide ? List.of() : Comparison.of(pair, now.minus(properties.strayAfter())));
    }
}
