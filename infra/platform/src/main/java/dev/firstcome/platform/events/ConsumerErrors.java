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
 * What happens to a record whose handler failed. What cannot be read will never be: it goes to the dead letters of its
 * topic, to the partition of the same number, and the consumer stops rather than skip it if that fails. Everything else
 * is the world's fault and tried for ever, up to five seconds apart, while its partition waits.
 */
public final class ConsumerErrors {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
    private static final double TWICE = 2;

    private ConsumerErrors() {}

    /** @param unusable failures that mean, as those of JSON do, that the record can never be used */
    @SafeVarargs
    public static DefaultErrorHandler handler(
            KafkaTemplate<byte[], byte[]> deadLetters, Class<? extends Exception>... unusable) {
        DeadLetterPublishingRecoverer letters = new DeadLetterPublishingRecoverer(
                deadLetters,
                (record, failed) -> new TopicPartition(record.topic() + Topics.DEAD_LETTER_SUFFIX, record.partition()));
        letters.setFailIfSendResultIsError(true);
        ExponentialBackOff forEver = new ExponentialBackOff(FIRST_PAUSE.toMillis(), TWICE);
        forEver.setMaxInterval(PAUSE_MAX.toMillis());
        DefaultErrorHandler errors = new DefaultErrorHandler(letters, forEver);
        errors.addNotRetryableExceptions(JacksonException.class);
        errors.addNotRetryableExceptions(unusable);
        errors.setLogLevel(KafkaException.Level.WARN);
        return errors;
    }
}
