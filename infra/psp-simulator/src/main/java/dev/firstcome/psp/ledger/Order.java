package dev.firstcome.psp.ledger;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be paid.
 *
 * @param amount in the smallest unit of the currency
 * @param currency three lower-case letters
 */
public record Order(long amount, String currency, @Nullable String description, Map<String, String> metadata) {
    /** The metadata under which the shop's own number of a payment stands. */
    public static final String PAYMENT_ID = "payment_id";

    public Order {
        metadata = frozen(metadata);
    }

    /** In its order, which the answers show; the usual single entry takes little room. */
    static Map<String, String> frozen(Map<String, String> metadata) {
        return metadata.size() <= 1 ? Map.copyOf(metadata) : Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    public @Nullable String paymentId() {
        return metadata.get(PAYMENT_ID);
    }
}
