package dev.firstcome.coupon.wallet.messaging;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/** How results are consumed: in batches, each committed after its rows, and tried for ever while a database is away. */
@Configuration(proxyBeanMethods = false)
class WalletConfiguration {
    private static final double TWICE = 2;

    @Bean
    ConcurrentKafkaListenerContainerFactory<byte[], byte[]> walletContainers(
            ConsumerFactory<byte[], byte[]> consumers) {
        ConcurrentKafkaListenerContainerFactory<byte[], byte[]> factory =
                new ConcurrentKafkaListenerContainerFactory<>();
        factory.setConsumerFactory(consumers);
        factory.setBatchListener(true);
        factory.getContainerProperties().setAckMode(ContainerProperties.AckMode.BATCH);
        factory.getContainerProperties().setSyncCommits(true);
        factory.getContainerProperties().setStopImmediate(true);
        factory.getContainerProperties().setMissingTopicsFatal(false);
        factory.setCommonErrorHandler(new DefaultErrorHandler(forEver()));
        return factory;
    }

    private static ExponentialBackOff forEver() {
        ExponentialBackOff backOff =
                new ExponentialBackOff(Duration.ofMillis(200).toMillis(), TWICE);
        backOff.setMaxInterval(Duration.ofSeconds(5).toMillis());
        return backOff;
    }
}
