package dev.firstcome.payment.checkout.web;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/payments} as the OpenAPI document describes it. {@link OrderRequestParser} reads exactly
 * these fields, from the JSON tree whose fingerprint belongs to the Idempotency-Key.
 *
 * @param paymentMethod the provider's id of a payment method, such as {@code pm_card_visa}
 */
record OrderBody(
        @NotNull @Size(min = 1, max = LINES_MAX) List<Item> items,

        @Nullable UUID couponId,

        @NotNull @Pattern(regexp = METHOD) String paymentMethod) {
    static final int LINES_MAX = 50;
    static final int QUANTITY_MAX = 1_000;
    static final String METHOD = "[A-Za-z0-9_]{1,100}";

    /** A quantity of a product. */
    record Item(
            @NotNull UUID productId,
            @NotNull @Min(1) @Max(QUANTITY_MAX) Integer quantity) {}
}
