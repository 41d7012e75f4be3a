package dev.firstcome.catalog.stock.messaging;

import dev.firstcome.catalog.stock.SettleStock;
import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.payment.PaymentChanged;
import dev.firstcome.platform.inbox.Subscription;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What has become of a payment counts for the stock of its products, once. */
@Configuration(proxyBeanMethods = false)
class StockConfiguration {
    @Bean
    Subscription<PaymentChanged> catalogStock(SettleStock stock) {
        return new Subscription<>(
                "catalog-stock", Topics.PAYMENT_EVENTS, PaymentChanged.class, stock::bucketsOf, stock::settle);
    }
}
