package dev.firstcome.e2e.verifier;

import dev.firstcome.e2e.verifier.PaymentHistory.Told;
import dev.firstcome.e2e.verifier.PaymentsEvidence.Entry;
import dev.firstcome.e2e.verifier.PaymentsEvidence.Moved;
import dev.firstcome.e2e.verifier.PaymentsEvidence.PaymentEvent;
import dev.firstcome.e2e.verifier.PaymentsEvidence.PaymentRow;
import dev.firstcome.e2e.verifier.PaymentsEvidence.RefundRow;
import dev.firstcome.e2e.verifier.PaymentsEvidence.Reservation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what clients were told, payments, ledger, provider and reservations, and says whether P1 to P7 held. */
public final class PaymentsVerifier {
    /** The bits of an id that name its share of all data. */
    private static final long BUCKET = 0xFFF;

    private final PaymentsEvidence evidence;
    private final PaymentHistory.Snapshot history;
    private final Map<UUID, PaymentRow> payments;
    private final Map<UUID, Long> began;
    private final Map<UUID, List<Reservation>> holds;

    private PaymentsVerifier(PaymentsEvidence evidence, PaymentHistory history, Map<UUID, Long> began) {
        this.evidence = evidence;
        this.history = history.snapshot();
        this.began = began;
        this.holds = evidence.reservations().stream().collect(Collectors.groupingBy(Reservation::paymentId));
        this.payments = evidence.payments().stream().collect(Collectors.toMap(PaymentRow::id, Function.identity()));
    }

    /** @param began with how much stock products of this run began */
    public static List<Verdict> verdicts(PaymentsEvidence evidence, PaymentHistory history, Map<UUID, Long> began) {
        PaymentsVerifier judge = new PaymentsVerifier(evidence, history, began);
        List<Verdict> verdicts = new ArrayList<>();
        for (Invariant invariant : Invariant.ofPayments()) {
            InvariantCheck inquiry = new InvariantCheck(invariant);
            switch (invariant) {
                case P1 -> judge.chargedOnce(inquiry);
                case P2 -> judge.accountedFor(inquiry);
                case P3 -> judge.endedAsAtTheProvider(inquiry);
                case P4 -> judge.refundedOnce(inquiry);
                case P5 -> judge.answeredAlike(inquiry);
                case P6 -> judge.usedByWhoPaid(inquiry);
                case P7 -> judge.seenByItsUser(inquiry);
                default -> throw new IllegalStateException(invariant + " is not about payments");
            }
            verdicts.add(inquiry.verdict(invariant == Invariant.P4 || invariant == Invariant.P7));
        }
        InvariantCheck taken = new InvariantCheck(Invariant.E2);
        judge.takenOnce(taken);
        verdicts.add(taken.verdict(false));
        return List.copyOf(verdicts);
    }

    /** By the wallet where a payment has a coupon, and by the catalog once for each share of its products. */
    private void takenOnce(InvariantCheck inquiry) {
        Map<UUID, Long> byWallet = counts("coupon-payments");
        Map<UUID, Long> byCatalog = counts("catalog-stock");
        Set<UUID> seen = new HashSet<>();
        for (PaymentEvent event : evidence.events()) {
            if (!event.ended() || !seen.add(event.eventId())) {
                continue;
            }
            inquiry.lookAt(1);
            long wallet = byWallet.getOrDefault(event.eventId(), 0L);
            long catalog = byCatalog.getOrDefault(event.eventId(), 0L);
            long shares = event.products().stream()
                    .map(product -> product.getMostSignificantBits() & BUCKET)
                    .distinct()
                    .count();
            if (wallet != (event.couponId() == null ? 0 : 1) || catalog != shares) {
                inquiry.contradict("%s was taken %d times by the wallet, %d by the catalog", event, wallet, catalog);
            }
        }
    }

    private Map<UUID, Long> counts(String consumer) {
        return evidence.taken().getOrDefault(consumer, List.of()).stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private void chargedOnce(InvariantCheck inquiry) {
        Map<UUID, Long> captures = new HashMap<>();
        for (Moved moved : evidence.moved()) {
            if (moved.capture()) {
                inquiry.lookAt(1);
                if (moved.payment() == null || !payments.containsKey(moved.payment())) {
                    inquiry.contradict("%s is of no payment", moved);
                } else if (captures.merge(moved.payment(), 1L, Long::sum) > 1) {
                    inquiry.contradict("payment %s was charged again", moved.payment());
                }
            }
        }
        Map<String, Set<String>> byKey = new HashMap<>();
        for (Told told : history.told()) {
            String payment = told.taken() ? PaymentHistory.paymentOf(told) : null;
            if (payment != null) {
                inquiry.lookAt(1);
                byKey.computeIfAbsent(told.user() + " " + told.key(), any -> new HashSet<>())
                        .add(payment);
            }
        }
        byKey.forEach((key, made) -> {
            if (made.size() > 1) {
                inquiry.contradict("key %s made %s", key, made);
            }
        });
    }

    private void accountedFor(InvariantCheck inquiry) {
        Map<String, Long> sums = new HashMap<>();
        Map<UUID, Long> atProvider = new HashMap<>();
        for (Entry entry : evidence.entries()) {
            inquiry.lookAt(1);
            sums.merge("posting %s %s".formatted(entry.postingId(), entry.currency()), entry.amount(), Long::sum);
            sums.merge("%s %s".formatted(entry.shard(), entry.currency()), entry.amount(), Long::sum);
            if (entry.account().equals("PROVIDER")) {
                atProvider.merge(entry.paymentId(), entry.amount(), Long::sum);
            }
        }
        sums.forEach((what, sum) -> {
            if (sum != 0) {
                inquiry.contradict("%s sums to %d", what, sum);
            }
        });
        Map<UUID, Long> moved = new HashMap<>();
        for (Moved one : evidence.moved()) {
            if (one.payment() != null) {
                moved.merge(one.payment(), one.capture() ? one.amount() : -one.amount(), Long::sum);
            }
        }
        payments.keySet().forEach(id -> {
            inquiry.lookAt(1);
            long booked = atProvider.getOrDefault(id, 0L);
            long real = moved.getOrDefault(id, 0L);
            if (booked != real) {
                inquiry.contradict("payment %s: %d in the ledger, %d at the provider", id, booked, real);
            }
        });
    }

    private void endedAsAtTheProvider(InvariantCheck inquiry) {
        Map<UUID, Long> captured = evidence.moved().stream()
                .filter(moved -> moved.capture() && moved.payment() != null)
                .collect(Collectors.toMap(Moved::payment, Moved::amount, Long::sum));
        for (PaymentRow payment : evidence.payments()) {
            inquiry.lookAt(1);
            Long amount = captured.get(payment.id());
            if (!payment.ended()) {
                inquiry.contradict("payment %s is still %s", payment.id(), payment.state());
            } else if (payment.captured() && payment.total() > 0 && (amount == null || amount != payment.total())) {
                inquiry.contradict("payment %s is CAPTURED over %d, charged %s", payment.id(), payment.total(), amount);
            } else if (!payment.captured() && amount != null) {
                inquiry.contradict("payment %s is %s, and %d was charged", payment.id(), payment.state(), amount);
            }
        }
        for (PaymentHistory.Shown shown : history.shown()) {
            PaymentRow payment = payments.get(shown.paymentId());
            inquiry.lookAt(1);
            if (payment == null) {
                inquiry.contradict("payment %s was shown and is not there", shown.paymentId());
            } else if (endsIn(shown.state()) && !shown.state().equals(payment.state())) {
                inquiry.contradict("payment %s was shown %s and is %s", payment.id(), shown.state(), payment.state());
            }
        }
    }

    private static boolean endsIn(String state) {
        return Set.of("CAPTURED", "DECLINED", "REJECTED", "CANCELLED", "EXPIRED")
                .contains(state);
    }

    private void refundedOnce(InvariantCheck inquiry) {
        Map<UUID, Long> back = evidence.moved().stream()
                .filter(moved -> !moved.capture() && moved.payment() != null)
                .collect(Collectors.toMap(Moved::payment, Moved::amount, Long::sum));
        Map<UUID, Long> wanted = new HashMap<>();
        for (RefundRow refund : evidence.refunds()) {
            inquiry.lookAt(1);
            switch (refund.state()) {
                case "SUCCEEDED" -> wanted.merge(refund.paymentId(), refund.amount(), Long::sum);
                case "FAILED" -> {}
                default -> inquiry.contradict("refund %s is still %s", refund.id(), refund.state());
            }
        }
        Set<UUID> all = new HashSet<>(back.keySet());
        all.addAll(wanted.keySet());
        for (UUID id : all) {
            PaymentRow payment = payments.get(id);
            long given = back.getOrDefault(id, 0L);
            if (payment == null || given > payment.total() || given != wanted.getOrDefault(id, 0L)) {
                inquiry.contradict("payment %s: %d given back, refunds of %s", payment, given, wanted.get(id));
            }
        }
    }

    private void answeredAlike(InvariantCheck inquiry) {
        Map<String, List<Told>> byKey =
                history.told().stream().collect(Collectors.groupingBy(told -> told.user() + " " + told.key()));
        byKey.forEach((key, answers) -> {
            inquiry.lookAt(answers.size());
            Set<String> kept = answers.stream()
                    .filter(told -> told.taken() || isKept(told))
                    .map(Told::raw)
                    .collect(Collectors.toSet());
            Set<String> orders = answers.stream()
                    .filter(told -> told.taken() || isKept(told))
                    .map(Told::order)
                    .collect(Collectors.toSet());
            if (kept.size() > 1 || orders.size() > 1) {
                inquiry.contradict("key %s was answered %s", key, kept);
            }
        });
    }

    /** A refusal that belongs to its key from then on. */
    private static boolean isKept(Told told) {
        return Set.of("OUT_OF_STOCK", "COUPON_NOT_AVAILABLE", "PRODUCT_NOT_AVAILABLE")
                .contains(told.code());
    }

    private void usedByWhoPaid(InvariantCheck inquiry) {
        Map<UUID, Long> users = new HashMap<>();
        Map<UUID, Long> sold = new HashMap<>();
        for (Reservation hold : evidence.reservations()) {
            PaymentRow payment = payments.get(hold.paymentId());
            inquiry.lookAt(1);
            boolean right = payment != null
                    && payment.ended()
                    && (payment.captured() ? hold.used() : hold.state().equals("RELEASED"));
            if (!right) {
                inquiry.contradict("%s, of %s", hold, payment);
            }
            if (hold.used() && hold.coupon() && users.merge(hold.thing(), 1L, Long::sum) > 1) {
                inquiry.contradict("coupon %s was used twice", hold.thing());
            }
            if (hold.used() && !hold.coupon()) {
                sold.merge(hold.thing(), (long) hold.quantity(), Long::sum);
            }
        }
        for (PaymentRow payment : evidence.payments()) {
            if (payment.captured()) {
                lookAtHolds(payment, inquiry);
            }
        }
        evidence.products().forEach(product -> {
            Long first = began.get(product.id());
            if (first != null) {
                inquiry.lookAt(1);
                long left = first - sold.getOrDefault(product.id(), 0L);
                if (product.stock() != left) {
                    inquiry.contradict("product %s: %d left, should be %d", product.id(), product.stock(), left);
                }
            }
        });
    }

    private void lookAtHolds(PaymentRow payment, InvariantCheck inquiry) {
        Set<UUID> things = new HashSet<>(payment.items().keySet());
        if (payment.couponId() != null) {
            things.add(payment.couponId());
        }
        inquiry.lookAt(things.size());
        holds.getOrDefault(payment.id(), List.of()).stream()
                .filter(Reservation::used)
                .forEach(hold -> things.remove(hold.thing()));
        if (!things.isEmpty()) {
            inquiry.contradict("payment %s was charged, and did not use up %s", payment.id(), things);
        }
    }

    private void seenByItsUser(InvariantCheck inquiry) {
        for (PaymentHistory.Foreign asked : history.foreign()) {
            inquiry.lookAt(1);
            if (asked.status() != 404 && asked.status() != 503 && asked.status() != 429) {
                inquiry.contradict("%s", asked);
            }
        }
        for (PaymentHistory.Shown shown : history.shown()) {
            PaymentRow payment = payments.get(shown.paymentId());
            if (payment != null && !payment.userId().equals(shown.user())) {
                inquiry.contradict("%s saw %s", shown.user(), payment);
            }
        }
    }
}
