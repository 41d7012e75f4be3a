package dev.firstcome.payment.checkout.web;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.checkout.CheckoutRefusal;
import dev.firstcome.payment.checkout.CheckoutTexts;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Answer;
import dev.firstcome.payment.idempotency.KeptTexts;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.payment.Payment;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What is told of orders, and kept. */
@Component
class CheckoutAnswers implements CheckoutTexts {
    private final KeptTexts texts;

    CheckoutAnswers(KeptTexts texts) {
        this.texts = texts;
    }

    /** A payment that was taken in. */
    record AcceptedBody(UUID paymentId, PaymentState state, Money amount, Money discount, Money total) {}

    @Override
    public Answer accepted(UUID paymentId, Payment.Price price) {
        Money amount = new Money(price.amount(), price.currency());
        return texts.accepted(
                "/api/payments/" + paymentId,
                new AcceptedBody(
                        paymentId,
                        PaymentState.REQUESTED,
                        amount,
                        amount.of(price.discount()),
                        amount.of(price.total())));
    }

    @Override
    public Answer refused(CheckoutRefusal refusal) {
        return switch (refusal) {
            case CheckoutRefusal.UnknownProduct(var product) ->
                texts.conflict("PRODUCT_NOT_AVAILABLE", Map.of("productId", product));
            case CheckoutRefusal.OutOfStock(var product) ->
                texts.conflict("OUT_OF_STOCK", Map.of("productId", product));
            case CheckoutRefusal.CouponNotAvailable(var coupon) ->
                texts.conflict("COUPON_NOT_AVAILABLE", Map.of("couponId", coupon));
            case CheckoutRefusal.CurrenciesDiffer() -> texts.conflict("CURRENCIES_DIFFER", Map.of());
            case CheckoutRefusal.TooMuch() -> texts.conflict("AMOUNT_TOO_LARGE", Map.of("max", Money.MAX));
        };
    }
}
