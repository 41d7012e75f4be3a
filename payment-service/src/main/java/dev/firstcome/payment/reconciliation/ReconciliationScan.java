package dev.firstcome.payment.reconciliation;

import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.Provider.Intent;
import dev.firstcome.payment.provider.Provider.ProviderRefund;
import dev.firstcome.payment.reconciliation.ReconciliationLease.ReconciliationStoppedException;
import dev.firstcome.payment.reconciliation.ReconciliationPair.LocalPayment;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the charges of a window that may differ, in batches. The two sides are read one after the other, so a suspect
 * may turn out to be equal. A charge that is not a suspect has no difference.
 */
@Component
class ReconciliationScan {
    private final Provider provider;
    private final LocalPaymentReader localPayments;
    private final ReconciliationProperties properties;
    private final Clock clock;

    ReconciliationScan(
            Provider provider, LocalPaymentReader localPayments, ReconciliationProperties properties, Clock clock) {
        this.provider = provider;
        this.localPayments = localPayments;
        this.properties = properties;
        this.clock = clock;
    }

    /** A charge that may differ: an intent of the provider, or a payment without one. */
    record Suspect(@Nullable String intentId, @Nullable UUID paymentId) {
        String subject() {
            return intentId == null ? String.valueOf(paymentId) : intentId;
        }
    }

    /** Result of a scan, with the numbers of compared intents and payments. */
    record ScanResult(Collection<Suspect> suspects, int intents, int payments) {}

    ScanResult scan(ReconciliationRun.Window window, ReconciliationLease lease) {
        Pass pass = new Pass(lease);
        pass.scanIntents(window);
        localPayments.forEachCaptured(window, pass::scanCaptured);
        pass.scanRefunds(window);
        return new ScanResult(pass.suspects.values(), pass.intents, pass.payments);
    }

    /** The state of one scan. */
    private final class Pass {
        private final ReconciliationLease lease;
        private final Instant settledBefore = clock.instant().minus(properties.inFlight());
        private final Instant strayBefore = clock.instant().minus(properties.strayAfter());
        private final Map<String, Suspect> suspects = new LinkedHashMap<>();
        private final Set<UUID> listed = new HashSet<>();
        private final Set<String> refundsCompared = new HashSet<>();
        private int intents;
        private int payments;

        Pass(ReconciliationLease lease) {
            this.lease = lease;
        }

        void scanIntents(ReconciliationRun.Window window) {
            String after = null;
            do {
                String start = after;
                Provider.IntentPage page =
                        lease.callWithRetry(() -> provider.listIntents(window.from(), window.to(), start));
                intents += page.intents().size();
                if (intents > properties.intentsMax()) {
                    throw new ReconciliationStoppedException("the window contains more than " + properties.intentsMax()
                            + " charges; reconcile a shorter window");
                }
                compare(page.intents());
                after = page.next();
            } while (after != null);
        }

        private void compare(List<Intent> page) {
            Map<UUID, LocalPayment> found = localPayments.findAll(page.stream()
                    .map(Intent::paymentId)
                    .filter(Objects::nonNull)
                    .toList());
            payments += found.size();
            for (Intent intent : page) {
                LocalPayment local = intent.paymentId() == null ? null : found.get(intent.paymentId());
                if (local != null && local.isChargedBy(intent)) {
                    listed.add(local.payment().id());
                }
                ReconciliationPair pair = new ReconciliationPair(intent, refundsOf(intent, local), local);
                if (!pair.isInFlight(settledBefore)
                        && !Comparison.of(pair, strayBefore).isEmpty()) {
                    addSuspect(new Suspect(intent.id(), intent.paymentId()));
                }
            }
        }

        private List<ProviderRefund> refundsOf(Intent intent, @Nullable LocalPayment local) {
            if (local == null || local.refunds().isEmpty()) {
                return List.of();
            }
            refundsCompared.add(intent.id());
            return lease.callWithRetry(() -> provider.refundsOf(intent.id()));
        }

        void scanCaptured(List<Payment> batch) {
            lease.check();
            for (Payment payment : batch) {
                if (!listed.contains(payment.id()) && !payment.changedAt().isAfter(settledBefore)) {
                    payments++;
                    addSuspect(new Suspect(payment.intentId(), payment.id()));
                }
            }
        }

        void scanRefunds(ReconciliationRun.Window window) {
            String after = null;
            do {
                String start = after;
                Provider.RefundPage page =
                        lease.callWithRetry(() -> provider.listRefunds(window.from(), window.to(), start));
                for (ProviderRefund refund : page.refunds()) {
                    if (refund.intentId() != null && !refundsCompared.contains(refund.intentId())) {
                        addSuspect(new Suspect(refund.intentId(), null));
                    }
                }
                after = page.next();
            } while (after != null);
        }

        private void addSuspect(Suspect suspect) {
            suspects.putIfAbsent(suspect.subject(), suspect);
            if (suspects.size() > properties.lookUpsMax()) {
                throw new ReconciliationStoppedException(
                        "more than " + properties.lookUpsMax() + " charges must be checked individually");
            }
        }
    }
}
