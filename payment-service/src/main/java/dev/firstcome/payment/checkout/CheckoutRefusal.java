package dev.firstcome.payment.checkout;

import java.util.UUID;

/**
 * The reason why an order is refused. The checks only read stock and coupon; the payment's reservations are
 * authoritative.
 */
public sealed interface CheckoutRefusal {
    record UnknownProduct(UUID productId) implements CheckoutRefusal {}

    /** The stock is less than the quantity. */
    record OutOfStock(UUID productId) implements CheckoutRefusal {}

    /** The coupon is used, reserved, revoked, expired, in another currency, or not owned by the user. */
    record CouponNotAvailable(UUID couponId) implements CheckoutRefusal {}

    /** The products have different currencies. */
    record CurrenciesDiffer() implements CheckoutRefusal {}

    /** The amount exceeds the maximum of a payment. */
    record TooMuch() implements CheckoutRefusal {}
}
