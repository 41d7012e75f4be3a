package dev.firstcome.payment.reconciliation;

import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.Provider.Intent;
import dev.firstcome.payment.provider.Provider.ProviderRefund;
import dev.firstcome.payment.reconciliation.Sides.Here;
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
 * Goes through a time on both sides, in batches, and says what has to be looked at one by one. It reads one side after the
 * other, so it may suspect what is in order; what it does not suspect is.
 */
@Component
class Scan {
    private final Provider provider;
    private final Ours ours;
    private final ReconciliationProperties properties;
    private final Clock clock;

    Scan(Provider provider, Ours ours, ReconciliationProperties properties, Clock clock) {
        this.provider = provider;
        this.ours = ours;
        this.properties = properties;
        this.clock = clock;
    }

    /** A charge, by the provider's name, or a payment that has none. */
    record Suspect(@Nullable String intentId, @Nullable UUID paymentId) {
        String subject() {
            return intentId == null ? String.valueOf(paymentId) : intentId;
        }
    }

    /** What came of it. */
    record Scanned(Collection<Suspect> suspects, int intents, int payments) {}

    Scanned scan(Run.Window window, Pulse pulse) {
        Pass pass = new Pass(pulse);
        pass.intents(window);
        ours.captured(window, pass::captured);
        pass.refunds(window);
        return new Scanned(pass.suspects.values(), pass.intents, pass.payments);
    }

    /** One way through. */
    private final class Pass {
        private final Pulse pulse;
        private final Instant settledBefore = clock.instant().minus(properties.inFlight());
        private final Instant strayBefore = clock.instant().minus(properties.strayAfter());
        private final Map<String, Suspect> suspects = new LinkedHashMap<>();
        private final Set<UUID> listed = new HashSet<>();
        private final Set<String> refundsCompared = new HashSet<>();
        private int intents;
        private int payments;

        Pass(Pulse pulse) {
            this.pulse = pulse;
        }

        void intents(Run.Window window) {
            String after = null;
            do {
                String begin = after;
                Provider.Page page = pulse.patiently(() -> provider.made(window.from(), window.to(), begin));
                intents += page.intents().size();
                if (intents > properties.intentsMax()) {
                    throw new Pulse.Stopped("more than " + properties.intentsMax() + " charges in this time");
                }
                compare(page.intents());
                after = page.next();
            } while (after != null);
        }

        private void compare(List<Intent> page) {
            Map<UUID, Here> found = ours.of(page.stream()
                    .map(Intent::paymentId)
                    .filter(Objects::nonNull)
                    .toList());
            payments += found.size();
            for (Intent intent : page) {
                Here here = intent.paymentId() == null ? null : found.get(intent.paymentId());
                if (here != null && here.names(intent)) {
                    listed.add(here.payment().id());
                }
                Sides sides = new Sides(intent, refundsOf(intent, here), here);
                if (!sides.isInFlight(settledBefore)
                        && !Comparison.of(sides, strayBefore).isEmpty()) {
                    suspect(new Suspect(intent.id(), intent.paymentId()));
                }
            }
        }

        private List<ProviderRefund> refundsOf(Intent intent, @Nullable Here here) {
            if (here == null || here.refunds().isEmpty()) {
                return List.of();
            }
            refundsCompared.add(intent.id());
            return pulse.patiently(() -> provider.refundsOf(intent.id()));
        }

        void captured(List<Payment> batch) {
            pulse.beat();
            for (Payment payment : batch) {
                if (!listed.contains(payment.id()) && !payment.changedAt().isAfter(settledBefore)) {
                    payments++;
                    suspect(new Suspect(payment.intentId(), payment.id()));
                }
            }
        }

        void refunds(Run.Window window) {
            String after = null;
            do {
                String begin = after;
                Provider.RefundPage page = pulse.patiently(() -> provider.givenBack(window.from(), window.to(), begin));
                for (ProviderRefund refund : page.refunds()) {
                    if (refund.intentId() != null && !refundsCompared.contains(refund.intentId())) {
                        suspect(new Suspect(refund.intentId(), null));
                    }
                }
                after = page.next();
            } while (after != null);
        }

        private void suspect(Suspect one) {
            suspects.putIfAbsent(one.subject(), one);
            if (suspects.size() > properties.lookUpsMax()) {
                throw new Pulse.Stopped("more than " + properties.lookUpsMax() + " to be looked up one by one");
            }
        }
    }
}
