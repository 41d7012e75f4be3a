package dev.firstcome.coupon.wallet.messaging;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.payment.PaymentChanged;
import dev.firstcome.coupon.wallet.Reservations;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.inbox.Subscription;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Consumes final payment states: a captured payment redeems its coupon, any other final state releases it. Each event
 * takes effect once, in the transaction of the coupon row. A final reservation state never changes, however late an
 * event is.
 */
@Configuration(proxyBeanMethods = false)
class PaymentSubscriptionConfiguration {
    private static final Logger log = LoggerFactory.getLogger(PaymentSubscriptionConfiguration.class);

    @Bean
    Subscription<PaymentChanged> paymentSubscription(Reservations reservations, MeterRegistry meters) {
        return new Subscription<>(
                "coupon-payments",
                Topics.PAYMENT_EVENTS,
                PaymentChanged.class,
                PaymentSubscriptionConfiguration::bucketsOf,
                (bucket, event) -> apply(event, reservations, meters));
    }

    private static Set<Bucket> bucketsOf(PaymentChanged event) {
        return event.couponId() != null && event.state().isFinal()
                ? Set.of(BucketedIds.bucketOf(event.userId()))
                : Set.of();
    }

    private static void apply(PaymentChanged event, Reservations reservations, MeterRegistry meters) {
        UUID couponId = event.couponId();
        if (couponId == null) {
            return;
        }
        // The expiry is unknown here. CouponExpirer marks an expired coupon soon after its release.
        Reservations.ReservationRequest request =
                new Reservations.ReservationRequest(event.userId(), couponId, event.paymentId(), false);
        switch (event.state()) {
            case CAPTURED -> {
                Reservations.Result result = reservations.redeem(request);
                if (!(result instanceof Reservations.Result.Applied)) {
                    meters.counter("firstcome.coupon.payments.contradictions").increment();
                    log.error(
                            "payment {} is captured, but its coupon {} cannot be redeemed: {}",
                            event.paymentId(),
                            couponId,
                            result);
                }
            }
            case DECLINED, REJECTED, CANCELLED, EXPIRED -> reservations.release(request);
            case REQUESTED, RESERVED, CHARGING, UNKNOWN -> {}
        }
    }
}
