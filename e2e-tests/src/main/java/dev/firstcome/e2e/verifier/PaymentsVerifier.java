package dev.firstcome.e2e.verifier;

import dev.firstcome.e2e.verifier.PaymentHistory.OrderResponse;
import dev.firstcome.e2e.verifier.PaymentsEvidence.Entry;
import dev.firstcome.e2e.verifier.PaymentsEvidence.MoneyMovement;
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

/** Evaluates P1 to P7 and E2 by comparing responses, payments, ledger, provider, reservations and inboxes. */
public final class PaymentsVerifier {
    /** The bits of an id that contain its bucket. */
    private static final long BUCKET_BITS = 0xFFF;

    private final PaymentsEvidence evidence;
    private final PaymentHistory.Snapshot history;
    private final Map<UUID, PaymentRow> payments;
    private final Map<UUID, Long> initialStock;
    private final Map<UUID, List<Reservation>> reservations;

    private PaymentsVerifier(PaymentsEvidence evidence, PaymentHistory history, Map<UUID, Long> initialStock) {
        this.evidence = evidence;
        this.history = history.snapshot();
        this.initialStock = initialStock;
        this.reservations = evidence.reservations().stream().collect(Collectors.groupingBy(Reservation::paymentId));
        this.payments = evidence.payments().stream().collect(Collectors.toMap(PaymentRow::id, Function.identity()));
    }

    /** @param initialStock the initial stock of the products of this run */
    public static List<Verdict> verdicts(
            PaymentsEvidence evidence, PaymentHistory history, Map<UUID, Long> initialStock) {
        PaymentsVerifier verifier = new PaymentsVerifier(evidence, history, initialStock);
        List<Verdict> verdicts = new ArrayList<>();
        for (Invariant invariant : Invariant.ofPayments()) {
            InvariantCheck check = new InvariantCheck(invariant);
            switch (invariant) {
                case P1 -> verifier.checkCharges(check);
                case P2 -> verifier.checkLedger(check);
                case P3 -> verifier.checkFinalStates(check);
                case P4 -> verifier.checkRefunds(check);
                case P5 -> verifier.checkIdempotency(check);
                case P6 -> verifier.checkReservations(check);
                case P7 -> verifier.checkAccess(check);
                default -> throw new IllegalStateException(invariant + " is not about payments");
            }
            verdicts.add(check.verdict(invariant == Invariant.P4 || invariant == Invariant.P7));
        }
        InvariantCheck consumption = new InvariantCheck(Invariant.E2);
        verifier.checkConsumption(consumption);
        verdicts.add(consumption.verdict(false));
        return List.copyOf(verdicts);
    }

    /** The wallet consumes the event if the payment has a coupon; the catalog consumes it once per product bucket. */
    private void checkConsumption(InvariantCheck check) {
        Map<UUID, Long> byWallet = counts("coupon-payments");
        Map<UUID, Long> byCatalog = counts("catalog-stock");
        Set<UUID> seen = new HashSet<>();
        for (PaymentEvent event : evidence.events()) {
            if (!event.isFinal() || !seen.add(event.eventId())) {
                continue;
            }
            check.countItems(1);
            long wallet = byWallet.getOrDefault(event.eventId(), 0L);
            long catalog = byCatalog.getOrDefault(event.eventId(), 0L);
            long buckets = event.products().stream()
                    .map(product -> product.getMostSignificantBits() & BUCKET_BITS)
                    .distinct()
                    .count();
            if (wallet != (event.couponId() == null ? 0 : 1) || catalog != buckets) {
                check.contradict(
                        "%s was consumed %d times by the wallet, %d times by the catalog", event, wallet, catalog);
            }
        }
    }

    private Map<UUID, Long> counts(String consumer) {
        return evidence.consumed().getOrDefault(consumer, List.of()).stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private void checkCharges(InvariantCheck check) {
        Map<UUID, Long> captures = new HashMap<>();
        for (MoneyMovement moved : evidence.movements()) {
            if (moved.capture()) {
                check.countItems(1);
                if (moved.payment() == null || !payments.containsKey(moved.payment())) {
                    check.contradict("%s belongs to no payment", moved);
                } else if (captures.merge(moved.payment(), 1L, Long::sum) > 1) {
                    check.contradict("payment %s was charged more than once", moved.payment());
                }
            }
        }
        Map<String, Set<String>> byKey = new HashMap<>();
        for (OrderResponse response : history.responses()) {
            String payment = response.accepted() ? PaymentHistory.paymentOf(response) : null;
            if (payment != null) {
                check.countItems(1);
                byKey.computeIfAbsent(response.user() + " " + response.key(), any -> new HashSet<>())
                        .add(payment);
            }
        }
        byKey.forEach((key, created) -> {
            if (created.size() > 1) {
                check.contradict("key %s created payments %s", key, created);
            }
        });
    }

    private void checkLedger(InvariantCheck check) {
        Map<String, Long> sums = new HashMap<>();
        Map<UUID, Long> atProvider = new HashMap<>();
        for (Entry entry : evidence.entries()) {
            check.countItems(1);
            sums.merge("posting %s %s".formatted(entry.postingId(), entry.currency()), entry.amount(), Long::sum);
            sums.merge("%s %s".formatted(entry.shard(), entry.currency()), entry.amount(), Long::sum);
            if (entry.account().equals("PROVIDER")) {
                atProvider.merge(entry.paymentId(), entry.amount(), Long::sum);
            }
        }
        sums.forEach((account, sum) -> {
            if (sum != 0) {
                check.contradict("%s sums to %d", account, sum);
            }
        });
        Map<UUID, Long> moved = new HashMap<>();
        for (MoneyMovement one : evidence.movements()) {
            if (one.payment() != null) {
                moved.merge(one.payment(), one.capture() ? one.amount() : -one.amount(), Long::sum);
            }
        }
        payments.keySet().forEach(id -> {
            check.countItems(1);
            long booked = atProvider.getOrDefault(id, 0L);
            long actual = moved.getOrDefault(id, 0L);
            if (booked != actual) {
                check.contradict("payment %s: ledger has %d, provider has %d", id, booked, actual);
            }
        });
    }

    private void checkFinalStates(InvariantCheck check) {
        Map<UUID, Long> captured = evidence.movements().stream()
                .filter(moved -> moved.capture() && moved.payment() != null)
                .collect(Collectors.toMap(MoneyMovement::payment, MoneyMovement::amount, Long::sum));
        for (PaymentRow payment : evidence.payments()) {
            check.countItems(1);
            Long amount = captured.get(payment.id());
            if (!payment.isFinal()) {
                check.contradict("payment %s is still %s", payment.id(), payment.state());
            } else if (payment.isCaptured() && payment.total() > 0 && (amount == null || amount != payment.total())) {
                check.contradict(
                        "payment %s is CAPTURED with total %d, charged: %s", payment.id(), payment.total(), amount);
            } else if (!payment.isCaptured() && amount != null) {
                check.contradict("payment %s is %s, but %d was charged", payment.id(), payment.state(), amount);
            }
        }
        for (PaymentHistory.ObservedPayment observed : history.payments()) {
            PaymentRow payment = payments.get(observed.paymentId());
            check.countItems(1);
            if (payment == null) {
                check.contradict("payment %s was observed but does not exist", observed.paymentId());
            } else if (isFinal(observed.state()) && !observed.state().equals(payment.state())) {
                check.contradict(
                        "payment %s was observed as %s but is %s", payment.id(), observed.state(), payment.state());
            }
        }
    }

    private static boolean isFinal(String state) {
        return Set.of("CAPTURED", "DECLINED", "REJECTED", "CANCELLED", "EXPIRED")
                .contains(state);
    }

    private void checkRefunds(InvariantCheck check) {
        Map<UUID, Long> refunded = evidence.movements().stream()
                .filter(moved -> !moved.capture() && moved.payment() != null)
                .collect(Collectors.toMap(MoneyMovement::payment, MoneyMovement::amount, Long::sum));
        Map<UUID, Long> requested = new HashMap<>();
        for (RefundRow refund : evidence.refunds()) {
            check.countItems(1);
            switch (refund.state()) {
                case "SUCCEEDED" -> requested.merge(refund.paymentId(), refund.amount(), Long::sum);
                case "FAILED" -> {}
                default -> check.contradict("refund %s is still %s", refund.id(), refund.state());
            }
        }
        Set<UUID> all = new HashSet<>(refunded.keySet());
        all.addAll(requested.keySet());
        for (UUID id : all) {
            PaymentRow payment = payments.get(id);
            long paid = refunded.getOrDefault(id, 0L);
            if (payment == null || paid > payment.total() || paid != requested.getOrDefault(id, 0L)) {
                check.contradict("payment %s: %d refunded, refund rows sum to %s", payment, paid, requested.get(id));
            }
        }
    }

    private void checkIdempotency(InvariantCheck check) {
        Map<String, List<OrderResponse>> byKey = history.responses().stream()
                .collect(Collectors.groupingBy(response -> response.user() + " " + response.key()));
        byKey.forEach((key, responses) -> {
            check.countItems(responses.size());
            Set<String> bodies = responses.stream()
                    .filter(response -> response.accepted() || isStoredRejection(response))
                    .map(OrderResponse::raw)
                    .collect(Collectors.toSet());
            Set<String> orders = responses.stream()
                    .filter(response -> response.accepted() || isStoredRejection(response))
                    .map(OrderResponse::order)
                    .collect(Collectors.toSet());
            if (bodies.size() > 1 || orders.size() > 1) {
                check.contradict("key %s received different responses: %s", key, bodies);
            }
        });
    }

    /** Returns whether the response is a rejection that is stored under its idempotency key. */
    private static boolean isStoredRejection(OrderResponse response) {
        return Set.of("OUT_OF_STOCK", "COUPON_NOT_AVAILABLE", "PRODUCT_NOT_AVAILABLE")
                .contains(response.code());
    }

    private void checkReservations(InvariantCheck check) {
        Map<UUID, Long> couponUses = new HashMap<>();
        Map<UUID, Long> sold = new HashMap<>();
        for (Reservation reservation : evidence.reservations()) {
            PaymentRow payment = payments.get(reservation.paymentId());
            check.countItems(1);
            boolean consistent = payment != null
                    && payment.isFinal()
                    && (payment.isCaptured()
                            ? reservation.isUsed()
                            : reservation.state().equals("RELEASED"));
            if (!consistent) {
                check.contradict("%s does not match %s", reservation, payment);
            }
            if (reservation.isUsed()
                    && reservation.coupon()
                    && couponUses.merge(reservation.item(), 1L, Long::sum) > 1) {
                check.contradict("coupon %s was used twice", reservation.item());
            }
            if (reservation.isUsed() && !reservation.coupon()) {
                sold.merge(reservation.item(), (long) reservation.quantity(), Long::sum);
            }
        }
        for (PaymentRow payment : evidence.payments()) {
            if (payment.isCaptured()) {
                checkItemsUsed(payment, check);
            }
        }
        evidence.products().forEach(product -> {
            Long first = initialStock.get(product.id());
            if (first != null) {
                check.countItems(1);
                long left = first - sold.getOrDefault(product.id(), 0L);
                if (product.stock() != left) {
                    check.contradict("product %s: %d left, should be %d", product.id(), product.stock(), left);
                }
            }
        });
    }

    private void checkItemsUsed(PaymentRow payment, InvariantCheck check) {
        Set<UUID> items = new HashSet<>(payment.items().keySet());
        if (payment.couponId() != null) {
            items.add(payment.couponId());
        }
        check.countItems(items.size());
        reservations.getOrDefault(payment.id(), List.of()).stream()
                .filter(Reservation::isUsed)
                .forEach(reservation -> items.remove(reservation.item()));
        if (!items.isEmpty()) {
            check.contradict("payment %s was charged but did not use %s", payment.id(), items);
        }
    }

    private void checkAccess(InvariantCheck check) {
        for (PaymentHistory.CrossUserRead read : history.crossUserReads()) {
            check.countItems(1);
            if (read.status() != 404 && read.status() != 503 && read.status() != 429) {
                check.contradict("%s", read);
            }
        }
        for (PaymentHistory.ObservedPayment observed : history.payments()) {
            PaymentRow payment = payments.get(observed.paymentId());
            if (payment != null && !payment.userId().equals(observed.user())) {
                check.contradict("user %s observed %s", observed.user(), payment);
            }
        }
    }
}
