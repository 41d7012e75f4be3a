package dev.firstcome.payment.checkout;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants to buy. Nothing in it says what it costs.
 *
 * @param lines each product once
 * @param confirmed whether the user wants it although it looks like the same thing again
 */
public record Order(UUID userId, List<Line> lines, @Nullable UUID couponId, String paymentMethod, boolean confirmed) {
    public Order {
        lines = List.copyOf(lines);
    }

    /** So many of a product. */
    public record Line(UUID productId, int quantity) {}
}
