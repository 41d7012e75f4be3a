package dev.firstcome.payment.charge;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.shop.Products;
import dev.firstcome.payment.shop.WalletCoupons;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reserves the coupon, then the products of a payment. Idempotent for each payment. */
@Component
class ReservationStep {
    private final Products products;
    private final WalletCoupons coupons;

    ReservationStep(Products products, WalletCoupons coupons) {
        this.products = products;
        this.coupons = coupons;
    }

    /** The result of the step. The event of the payment's final state releases an incomplete set of reservations. */
    sealed interface Result {
        record Reserved() implements Result {}

        record Rejected(PaymentReason reason) implements Result {}

        /** A reservation was released, because the payment has a final state now. */
        record Ended() implements Result {}
    }

    /** @throws dev.firstcome.payment.shop.DownstreamUnavailableException if the catalog or the wallet is unavailable */
    Result reserve(Payment payment) {
        UUID coupon = payment.terms().couponId();
        if (coupon != null) {
            switch (coupons.reserve(payment.userId(), coupon, payment.id())) {
                case RESERVED -> {}
                case NOT_AVAILABLE -> {
                    return new Result.Rejected(PaymentReason.COUPON_NOT_AVAILABLE);
                }
                case ENDED -> {
                    return new Result.Ended();
                }
            }
        }
        for (Payment.Item item : payment.terms().items()) {
            switch (products.reserve(item.productId(), payment.id(), item.quantity())) {
                case RESERVED -> {}
                case OUT_OF_STOCK -> {
                    return new Result.Rejected(PaymentReason.OUT_OF_STOCK);
                }
                case ENDED -> {
                    return new Result.Ended();
                }
            }
        }
        return new Result.Reserved();
    }
}
