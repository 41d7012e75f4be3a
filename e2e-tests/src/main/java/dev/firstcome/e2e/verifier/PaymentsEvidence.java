package dev.firstcome.e2e.verifier;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that there is about payments after a run.
 *
 * @param payments the rows of all shards
 * @param refunds the rows of all shards
 * @param entries of the ledgers of all shards
 * @param moved what the provider's own ledger says
 * @param reservations of coupons and of stock, at the services that have them
 * @param products what is left of each product, and what it began with
 * @param events of payments, each partition's in its order
 * @param taken by the consumer's name: the events that it has noted, with repetitions
 */
public record PaymentsEvidence(
        List<PaymentRow> payments,
        List<RefundRow> refunds,
        List<Entry> entries,
        List<Moved> moved,
        List<Reservation> reservations,
        List<ProductRow> products,
        List<PaymentEvent> events,
        Map<String, List<UUID>> taken) {
    private static final Set<String> FINAL = Set.of("CAPTURED", "DECLINED", "REJECTED", "CANCELLED", "EXPIRED");

    /** A payment; items by product. */
    public record PaymentRow(
            UUID id,
            UUID userId,
            String state,
            String currency,
            long total,
            long refunded,
            @Nullable UUID couponId,
            Map<UUID, Integer> items) {
        public boolean ended() {
            return FINAL.contains(state);
        }

        public boolean captured() {
            return state.equals("CAPTURED");
        }
    }

    public record RefundRow(UUID id, UUID paymentId, String state, long amount) {}

    public record Entry(String shard, UUID postingId, UUID paymentId, String account, String currency, long amount) {}

    /**
     * Money that moved at the provider.
     *
     * @param capture whether it was charged; else it was given back
     * @param payment null: nobody's
     */
    public record Moved(boolean capture, @Nullable UUID payment, long amount) {}

    /** Somebody's hold on a coupon or a product. */
    public record Reservation(boolean coupon, UUID thing, UUID paymentId, String state, int quantity) {
        /** Whether the thing is used up by the payment. */
        public boolean used() {
            return state.equals("REDEEMED") || state.equals("CONFIRMED");
        }
    }

    public record ProductRow(UUID id, long stock) {}

    /** An event of a payment in Kafka. */
    public record PaymentEvent(
            UUID eventId,
            UUID paymentId,
            long version,
            String state,
            @Nullable UUID couponId,
            Set<UUID> products) {
        public boolean ended() {
            return FINAL.contains(state);
        }
    }
}
