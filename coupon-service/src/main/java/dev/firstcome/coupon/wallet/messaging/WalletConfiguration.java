package dev.firstcome.coupon.wallet.messaging;

import dev.firstcome.platform.events.ConsumerErrors;
import java.time.Duration;
import java.util.Properties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ContainerProperties;

/** Configures batch consumers that commit after their rows and retry without limit while a database is unavailable. */
@Configuration(proxyBeanMethods = false)
class WalletConfiguration {
    @Bean
    ConcurrentKafkaListenerContainerFactory<byte[], byte[]> walletContainers(
            ConsumerFactory<byte[], byte[]> consumers, KafkaTemplate<byte[], byte[]> kafka) {
        ConcurrentKafkaListenerContainerFactory<byte[], byte[]> factory =
                new ConcurrentKafkaListenerContainerFactory<>();
        factory.setConsumerFactory(consumers);
        factory.setBatchListener(true);
        factory.getContainerProperties().setAckMode(ContainerProperties.AckMode.BATCH);
        factory.getContainerProperties().setSyncCommits(true);
        factory.getContainerProperties().setStopImmediate(true);
        factory.getContainerProperties().setMissingTopicsFatal(false);
        factory.getContainerProperties().setAuthExceptionRetryInterval(Duration.ofSeconds(1));
        factory.getContainerProperties().setKafkaConsumerProperties(fetches());
        factory.setCommonErrorHandler(ConsumerErrors.handler(kafka));
        return factory;
    }

    /**
     * Fetches few large batches, because a transaction and a commit cost as much as a hundred rows. A single result is
     * delayed by at most 100 ms, the maximum fetch wait.
     */
    private static Properties fetches() {
        Properties fetches = new Properties();
        fetches.put("max.poll.records", "4000");
        fetches.put("fetch.min.bytes", Integer.toString(1024 * 1024));
        fetches.put("fetch.max.wait.ms", "100");
        fetches.put("max.partition.fetch.bytes", Integer.toString(512 * 1024));
        return fetches;
    }
}
