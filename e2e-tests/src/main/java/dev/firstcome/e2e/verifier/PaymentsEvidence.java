package dev.firstcome.e2e.verifier;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The complete evidence about payments after a run.
 *
 * @param payments the payment rows of all shards
 * @param refunds the refund rows of all shards
 * @param entries the ledger entries of all shards
 * @param movements the entries of the provider's own ledger
 * @param reservations the reservations of coupons and stock, from the services that own them
 * @param products the remaining stock of each product
 * @param events the payment events in Kafka, in offset order within each partition
 * @param consumed the inbox entries by consumer name, with duplicates
 */
public record PaymentsEvidence(
        List<PaymentRow> payments,
        List<RefundRow> refunds,
        List<Entry> entries,
        List<MoneyMovement> movements,
        List<Reservation> reservations,
        List<ProductRow> products,
        List<PaymentEvent> events,
        Map<String, List<UUID>> consumed) {
    private static final Set<String> FINAL = Set.of("CAPTURED", "DECLINED", "REJECTED", "CANCELLED", "EXPIRED");

    /** A payment row, with item quantities by product id. */
    public record PaymentRow(
            UUID id,
            UUID userId,
            String state,
            String currency,
            long total,
            long refunded,
            @Nullable UUID couponId,
            Map<UUID, Integer> items) {
        public boolean isFinal() {
            return FINAL.contains(state);
        }

        public boolean isCaptured() {
            return state.equals("CAPTURED");
        }
    }

    public record RefundRow(UUID id, UUID paymentId, String state, long amount) {}

    public record Entry(String shard, UUID postingId, UUID paymentId, String account, String currency, long amount) {}

    /**
     * A capture or refund in the provider's ledger.
     *
     * @param capture true for a capture, false for a refund
     * @param payment null if the entry belongs to no payment
     */
    public record MoneyMovement(boolean capture, @Nullable UUID payment, long amount) {}

    /** The reservation of a coupon or of product stock by a payment. */
    public record Reservation(boolean coupon, UUID item, UUID paymentId, String state, int quantity) {
        /** Returns whether the payment has used the coupon or stock. */
        public boolean isUsed() {
            return state.equals("REDEEMED") || state.equals("CONFIRMED");
        }
    }

    public record ProductRow(UUID id, long stock) {}

    /** A payment event in Kafka. */
    public record PaymentEvent(
            UUID eventId,
            UUID paymentId,
            long version,
            String state,
            @Nullable UUID couponId,
            Set<UUID> products) {
        public boolean isFinal() {
            return FINAL.contains(state);
        }
    }
}
