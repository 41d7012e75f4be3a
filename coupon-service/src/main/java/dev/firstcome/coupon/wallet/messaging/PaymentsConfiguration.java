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
 * What becomes of a reserved coupon when its payment has ended: charged, it is used; not charged, it is free again. Each event
 * has its effect once, in the transaction of the coupon's row; what is over stays over, however late it is heard.
 */
@Configuration(proxyBeanMethods = false)
class PaymentsConfiguration {
    private static final Logger log = LoggerFactory.getLogger(PaymentsConfiguration.class);

    @Bean
    Subscription<PaymentChanged> paymentsEnds(Reservations reservations, MeterRegistry meters) {
        return new Subscription<>(
                "coupon-payments",
                Topics.PAYMENT_EVENTS,
                PaymentChanged.class,
                PaymentsConfiguration::bucketsOf,
                (bucket, event) -> take(event, reservations, meters));
    }

    private static Set<Bucket> bucketsOf(PaymentChanged event) {
        return event.couponId() != null && event.state().isFinal()
                ? Set.of(BucketedIds.bucketOf(event.userId()))
                : Set.of();
    }

    private static void take(PaymentChanged event, Reservations reservations, MeterRegistry meters) {
        UUID couponId = event.couponId();
        if (couponId == null) {
            return;
        }
        // When its time is over is known elsewhere, and noted soon after.
        Reservations.Wish wish = new Reservations.Wish(event.userId(), couponId, event.paymentId(), false);
        switch (event.state()) {
            case CAPTURED -> {
                Reservations.Answer answer = reservations.redeem(wish);
                if (!(answer instanceof Reservations.Answer.Done)) {
                    meters.counter("firstcome.coupon.payments.contradictions").increment();
                    log.error("payment {} was charged, and its coupon is not redeemed: {}", event.paymentId(), answer);
                }
            }
            case DECLINED, REJECTED, CANCELLED, EXPIRED -> reservations.release(wish);
            case REQUESTED, RESERVED, CHARGING, UNKNOWN -> {}
        }
    }
}
