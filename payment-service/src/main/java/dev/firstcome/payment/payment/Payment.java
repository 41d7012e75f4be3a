package dev.firstcome.payment.payment;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored payment.
 *
 * @param step number of states so far, including the current one
 * @param version version of the last published event; each event increments it
 * @param attempt number of attempts at the provider; writes with an older number are rejected
 * @param keyNumber number of the idempotency key under which the intent is created
 * @param intentId the provider's id of the only intent that is ever confirmed; set once
 * @param refunded sum of all refunds that succeeded or are open
 */
public record Payment(
        UUID id,
        UUID userId,
        PaymentState state,
        @Nullable PaymentReason reason,
        int step,
        long version,
        int attempt,
        int keyNumber,
        Terms terms,
        @Nullable String intentId,
        long refunded,
        Instant createdAt,
        Instant changedAt) {
    /**
     * The immutable terms of a payment.
     *
     * @param paymentMethod the provider's id of the card or account
     */
    public record Terms(Price price, @Nullable UUID couponId, List<Item> items, String paymentMethod) {
        public Terms {
            items = List.copyOf(items);
        }
    }

    /** A price in the currency's minor unit; the total to charge is the amount less the discount. */
    public record Price(String currency, long amount, long discount) {
        public long total() {
            return amount - discount;
        }
    }

    /** A quantity of a product at a unit price. */
    public record Item(UUID productId, String name, int quantity, long unitPrice) {}

    public Bucket bucket() {
        return BucketedIds.bucketOf(id);
    }

    public long total() {
        return terms.price().total();
    }
}
