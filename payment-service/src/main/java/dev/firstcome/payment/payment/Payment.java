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
 * A payment as it stands.
 *
 * @param step how many states it has been in
 * @param version of the event that tells of it, raised with each
 * @param attempt how often the provider was asked about it: who comes with an older number is too late
 * @param keyNumber under which key the provider is asked to make the intent
 * @param intentId the provider's name for the one charge of this payment; set once
 * @param refunded what was given back or is on its way back
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
     * What was agreed on, for good.
     *
     * @param price what the items cost, what the coupon takes off, and what is charged
     * @param paymentMethod the provider's name for the card or account
     */
    public record Terms(Price price, @Nullable UUID couponId, List<Item> items, String paymentMethod) {
        public Terms {
            items = List.copyOf(items);
        }
    }

    /** In the currency's minor unit; what is charged is the amount less the discount. */
    public record Price(String currency, long amount, long discount) {
        public long total() {
            return amount - discount;
        }
    }

    /** So many of a product, each at this price. */
    public record Item(UUID productId, String name, int quantity, long unitPrice) {}

    public Bucket bucket() {
        return BucketedIds.bucketOf(id);
    }

    public long total() {
        return terms.price().total();
    }
}
