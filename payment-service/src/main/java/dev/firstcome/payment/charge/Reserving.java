package dev.firstcome.payment.charge;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.shop.Products;
import dev.firstcome.payment.shop.WalletCoupons;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Sets aside what a payment needs: its coupon, then each product. All of it may be repeated. */
@Component
class Reserving {
    private final Products products;
    private final WalletCoupons coupons;

    Reserving(Products products, WalletCoupons coupons) {
        this.products = products;
        this.coupons = coupons;
    }

    /** What came of it. What was set aside of something that is not whole is released by the event of the payment's end. */
    sealed interface Reserved {
        record Whole() implements Reserved {}

        record Lacking(PaymentReason reason) implements Reserved {}

        /** The payment has ended meanwhile. */
        record Ended() implements Reserved {}
    }

    /** @throws dev.firstcome.payment.shop.ShopAway where the catalog or the wallet does not answer */
    Reserved reserve(Payment payment) {
        UUID coupon = payment.terms().couponId();
        if (coupon != null) {
            switch (coupons.reserve(payment.userId(), coupon, payment.id())) {
                case DONE -> {}
                case NOT_AVAILABLE -> {
                    return new Reserved.Lacking(PaymentReason.COUPON_NOT_AVAILABLE);
                }
                case ENDED -> {
                    return new Reserved.Ended();
                }
            }
        }
        for (Payment.Item item : payment.terms().items()) {
            switch (products.reserve(item.productId(), payment.id(), item.quantity())) {
                case DONE -> {}
                case OUT_OF_STOCK -> {
                    return new Reserved.Lacking(PaymentReason.OUT_OF_STOCK);
                }
                case ENDED -> {
                    return new Reserved.Ended();
                }
            }
        }
        return new Reserved.Whole();
    }
}
