package dev.firstcome.e2e.payments;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order of one product with an optional coupon. */
public record Order(UUID product, int quantity, @Nullable UUID coupon, String card) {
    public Map<String, Object> body() {
        Map<String, Object> body = new HashMap<>();
        body.put("items", List.of(Map.of("productId", product, "quantity", quantity)));
        body.put("paymentMethod", card);
        if (coupon != null) {
            body.put("couponId", coupon);
        }
        return body;
    }
}
