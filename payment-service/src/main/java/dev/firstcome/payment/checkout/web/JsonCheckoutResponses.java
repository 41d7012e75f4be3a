package dev.firstcome.payment.checkout.web;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.checkout.CheckoutRefusal;
import dev.firstcome.payment.checkout.CheckoutResponses;
import dev.firstcome.payment.idempotency.IdempotencyKeys.RecordedResponse;
import dev.firstcome.payment.idempotency.RecordedResponseFactory;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.payment.Payment;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Creates the checkout's responses as JSON. */
@Component
class JsonCheckoutResponses implements CheckoutResponses {
    private final RecordedResponseFactory responses;

    JsonCheckoutResponses(RecordedResponseFactory responses) {
        this.responses = responses;
    }

    /** An accepted payment. */
    record AcceptedBody(UUID paymentId, PaymentState state, Money amount, Money discount, Money total) {}

    @Override
    public RecordedResponse accepted(UUID paymentId, Payment.Price price) {
        Money amount = new Money(price.amount(), price.currency());
        return responses.accepted(
                "/api/payments/" + paymentId,
                new AcceptedBody(
                        paymentId,
                        PaymentState.REQUESTED,
                        amount,
                        amount.withAmount(price.discount()),
                        amount.withAmount(price.total())));
    }

    @Override
    public RecordedResponse refused(CheckoutRefusal refusal) {
        return switch (refusal) {
            case CheckoutRefusal.UnknownProduct(var product) ->
                responses.conflict("PRODUCT_NOT_AVAILABLE", Map.of("productId", product));
            case CheckoutRefusal.OutOfStock(var product) ->
                responses.conflict("OUT_OF_STOCK", Map.of("productId", product));
            case CheckoutRefusal.CouponNotAvailable(var coupon) ->
                responses.conflict("COUPON_NOT_AVAILABLE", Map.of("couponId", coupon));
            case CheckoutRefusal.CurrenciesDiffer() -> responses.conflict("CURRENCIES_DIFFER", Map.of());
            case CheckoutRefusal.TooMuch() -> responses.conflict("AMOUNT_TOO_LARGE", Map.of("max", Money.MAX));
        };
    }
}
