package dev.firstcome.payment.reconciliation;

import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.Provider.Intent;
import dev.firstcome.payment.provider.Provider.ProviderRefund;
import dev.firstcome.payment.reconciliation.Comparison.Finding;
import dev.firstcome.payment.reconciliation.Scan.Suspect;
import dev.firstcome.payment.reconciliation.Sides.Here;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Looks at one charge from both sides: first there, then here. Whatever moves between the two looks says here that it has, and
 * is left to a later run.
 */
@Component
class Examination {
    private final Provider provider;
    private final Ours ours;
    private final ReconciliationProperties properties;
    private final Clock clock;

    Examination(Provider provider, Ours ours, ReconciliationProperties properties, Clock clock) {
        this.provider = provider;
        this.ours = ours;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * What was seen.
     *
     * @param inFlight whether nothing can be said yet
     */
    record Looked(Suspect suspect, Sides sides, boolean inFlight, List<Finding> findings) {}

    Looked look(Suspect suspect) {
        Instant now = clock.instant();
        Intent intent = suspect.intentId() == null
                ? null
                : provider.find(suspect.intentId()).orElse(null);
        List<ProviderRefund> refunds = intent != null && intent.state() == Provider.IntentState.SUCCEEDED
                ? provider.refundsOf(intent.id())
                : List.of();
        UUID paymentId = suspect.paymentId() == null && intent != null ? intent.paymentId() : suspect.paymentId();
        Here here = paymentId == null ? null : ours.of(paymentId).orElse(null);
        Sides sides = new Sides(intent, refunds, here);
        boolean inFlight = sides.isInFlight(now.minus(properties.inFlight()));
        boolean nobodyNamesIt = intent == null
                && suspect.intentId() != null
                && (here == null || !suspect.intentId().equals(here.payment().intentId()));
        return new Looked(
                new Suspect(suspect.intentId(), paymentId),
                sides,
                inFlight,
                inFlight || nobodyNamesIt ? List.of() : Comparison.of(sides, now.minus(properties.strayAfter())));
    }
}
