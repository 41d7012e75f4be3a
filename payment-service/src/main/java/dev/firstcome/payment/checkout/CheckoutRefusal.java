package dev.firstcome.payment.checkout;

import java.util.UUID;

/** Why an order becomes no payment. What is known here is from reads; the payment's own reservations have the last word. */
public sealed interface CheckoutRefusal {
    /** There is no such product. */
    record UnknownProduct(UUID productId) implements CheckoutRefusal {}

    /** There is less of it than is wanted. */
    record OutOfStock(UUID productId) implements CheckoutRefusal {}

    /** The coupon is not this user's, or it is used, reserved, taken back, expired, or in another currency. */
    record CouponNotAvailable(UUID couponId) implements CheckoutRefusal {}

    /** One payment is in one currency. */
    record CurrenciesDiffer() implements CheckoutRefusal {}

    /** More than can be paid at once. */
    record TooMuch() implements CheckoutRefusal {}
}
