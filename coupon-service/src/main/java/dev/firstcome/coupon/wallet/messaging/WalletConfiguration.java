package dev.firstcome.coupon.wallet.messaging;

import dev.firstcome.contracts.Topics;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;
import tools.jackson.core.JacksonException;

/** How results are consumed: in batches, each committed after its rows, and tried for ever while a database is away. */
@Configuration(proxyBeanMethods = false)
class WalletConfiguration {
    private static final double TWICE = 2;

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
        factory.getContainerProperties().setKafkaConsumerProperties(fetches());
        factory.setCommonErrorHandler(errors(kafka));
        return factory;
    }

    /**
     * Few large batches: a transaction and a commit cost as much as a hundred rows. A lone coupon waits at most the
     * 100 ms that a fetch may take to fill.
     */
    private static Properties fetches() {
        Properties fetches = new Properties();
        fetches.put("max.poll.records", "4000");
        fetches.put("fetch.min.bytes", Integer.toString(1024 * 1024));
        fetches.put("fetch.max.wait.ms", "100");
        fetches.put("max.partition.fetch.bytes", Integer.toString(512 * 1024));
        return fetches;
    }

    /** What cannot be read will never be: it goes to the dead letters. Everything else is tried for ever. */
    private static DefaultErrorHandler errors(KafkaTemplate<byte[], byte[]> kafka) {
        var deadLetters = new DeadLetterPublishingRecoverer(
                kafka,
                (record, failed) -> new TopicPartition(record.topic() + Topics.DEAD_LETTER_SUFFIX, record.partition()));
        deadLetters.setFailIfSendResultIsError(true);
        DefaultErrorHandler errors = new DefaultErrorHandler(deadLetters, forEver());
        errors.addNotRetryableExceptions(JacksonException.class);
        errors.setLogLevel(KafkaException.Level.WARN);
        return errors;
    }

    private static ExponentialBackOff forEver() {
        ExponentialBackOff backOff =
                new ExponentialBackOff(Duration.ofMillis(200).toMillis(), TWICE);
        backOff.setMaxInterval(Duration.ofSeconds(5).toMillis());
        return backOff;
    }
}
