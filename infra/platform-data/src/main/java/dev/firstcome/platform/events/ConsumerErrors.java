package dev.firstcome.platform.events;

import dev.firstcome.contracts.Topics;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;
import tools.jackson.core.JacksonException;

/**
 * Creates the error handler of consumers. An invalid record is published to the dead-letter topic, to the same partition; if
 * that fails, it is retried and not skipped. Every other failure is retried without limit, with exponential backoff up to
 * five seconds, and delays only its partition.
 */
public final class ConsumerErrors {
    private static final Duration BACKOFF_MIN = Duration.ofMillis(200);
    private static final Duration BACKOFF_MAX = Duration.ofSeconds(5);
    private static final double BACKOFF_FACTOR = 2;

    private ConsumerErrors() {}

    /** @param invalid exceptions of records that can never be processed, in addition to those of JSON */
    @SafeVarargs
    public static DefaultErrorHandler handler(
            KafkaTemplate<byte[], byte[]> deadLetters, Class<? extends Exception>... invalid) {
        DeadLetterPublishingRecoverer letters = new DeadLetterPublishingRecoverer(
                deadLetters,
                (record, failed) -> new TopicPartition(record.topic() + Topics.DEAD_LETTER_SUFFIX, record.partition()));
        letters.setFailIfSendResultIsError(true);
        ExponentialBackOff backoff = new ExponentialBackOff(BACKOFF_MIN.toMillis(), BACKOFF_FACTOR);
        backoff.setMaxInterval(BACKOFF_MAX.toMillis());
        DefaultErrorHandler errors = new DefaultErrorHandler(letters, backoff);
        errors.addNotRetryableExceptions(JacksonException.class);
        errors.addNotRetryableExceptions(invalid);
        errors.setLogLevel(KafkaException.Level.WARN);
        return errors;
    }
}
