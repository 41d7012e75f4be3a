package dev.firstcome.payment.checkout;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order of a user, without prices.
 *
 * @param lines one line per product
 * @param confirmed whether the user has confirmed that the order is no accidental duplicate
 */
public record Order(UUID userId, List<Line> lines, @Nullable UUID couponId, String paymentMethod, boolean confirmed) {
    public Order {
        lines = List.copyOf(lines);
    }

    /** A quantity of a product. */
    public record Line(UUID productId, int quantity) {}
}
