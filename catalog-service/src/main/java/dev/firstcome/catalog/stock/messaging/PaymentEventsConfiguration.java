package dev.firstcome.catalog.stock.messaging;

import dev.firstcome.catalog.stock.ReservationFinalizer;
import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.payment.PaymentChanged;
import dev.firstcome.platform.inbox.Subscription;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Subscribes the reservation finalizer to {@code payment.events}; the inbox processes each event once per shard. */
@Configuration(proxyBeanMethods = false)
class PaymentEventsConfiguration {
    @Bean
    Subscription<PaymentChanged> catalogStock(ReservationFinalizer finalizer) {
        return new Subscription<>(
                "catalog-stock",
                Topics.PAYMENT_EVENTS,
                PaymentChanged.class,
                finalizer::bucketsOf,
                finalizer::finalizeReservations);
    }
}
