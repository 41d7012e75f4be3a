package dev.firstcome.psp.ledger;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Amount and description of a payment.
 *
 * @param amount in the smallest unit of the currency
 * @param currency three lower-case letters
 */
public record PaymentOrder(
        long amount, String currency, @Nullable String description, Map<String, String> metadata) {
    /** Metadata key of the client's payment id. */
    public static final String PAYMENT_ID = "payment_id";

    public PaymentOrder {
        metadata = immutableCopy(metadata);
    }

    /** Copies the map and keeps its order, which responses show. Map.copyOf saves memory for the usual single entry. */
    static Map<String, String> immutableCopy(Map<String, String> metadata) {
        return metadata.size() <= 1 ? Map.copyOf(metadata) : Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    public @Nullable String paymentId() {
        return metadata.get(PAYMENT_ID);
    }
}
