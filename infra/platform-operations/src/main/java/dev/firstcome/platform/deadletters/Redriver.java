package dev.firstcome.platform.deadletters;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Redrives a dead letter: appends the original record to its topic, with the same partition, key, value and headers, and the
 * id of the dead letter in an additional header. All consumers receive it after newer records; inboxes and versions make
 * that harmless. A record is redriven once for all of its dead letters. A crash between Kafka's acknowledgement and the
 * commit, or a late acknowledgement, can send it twice, which is harmless as well.
 */
public final class Redriver {
    private static final long SEND_TIMEOUT_MILLIS = 2_000;

    private final DeadLetters letters;
    private final RedrivenRecords redriven;
    private final ProducerFactory<byte[], byte[]> producers;
    private final Limits limits;

    Redriver(DeadLetters letters, RedrivenRecords redriven, ProducerFactory<byte[], byte[]> producers, Limits limits) {
        this.letters = letters;
        this.redriven = redriven;
        this.producers = producers;
        this.limits = limits;
    }

    /**
     * What is never redriven.
     *
     * @param decidedTopics topics whose records have final results
     * @param ageMax the retention of inboxes; consumers reject older events
     */
    record Limits(Set<String> decidedTopics, Duration ageMax, Clock clock) {}

    /**
     * Redrives the original record of a dead letter, unless that was done before.
     *
     * @throws KafkaException if Kafka is unavailable or does not acknowledge in time; the command can be retried
     */
    public RedriveOutcome redrive(DeadLetterId id, UUID operator) {
        Optional<ConsumerRecord<byte[], byte[]>> found = letters.record(id);
        if (found.isEmpty()) {
            return new RedriveOutcome.NotFound();
        }
        if (limits.decidedTopics().contains(id.topic())) {
            return new RedriveOutcome.Decided();
        }
        ConsumerRecord<byte[], byte[]> letter = found.get();
        RecordPosition origin = DeadLetterHeaders.read(letter).origin();
        if (origin == null || !origin.topic().equals(id.topic()) || origin.partition() != id.partition()) {
            return new RedriveOutcome.NotOriginal();
        }
        return letters.original(letter, origin)
                .filter(original -> hasSameContent(original, letter))
                .map(original -> send(original, id, origin, operator))
                .orElseGet(RedriveOutcome.NotOriginal::new);
    }

    private RedriveOutcome send(
            ConsumerRecord<byte[], byte[]> original, DeadLetterId id, RecordPosition origin, UUID operator) {
        Instant time = DeadLetterHeaders.time(original.headers());
        if (time == null) {
            return new RedriveOutcome.WithoutTime();
        }
        if (time.isBefore(limits.clock().instant().minus(limits.ageMax()))) {
            return new RedriveOutcome.TooOld(limits.ageMax().toDays());
        }
        RedrivenRecords.Result result = redriven.recordOnce(origin, id, operator, () -> append(original, id, origin));
        return result.isNew()
                ? new RedriveOutcome.Redriven(result.redriven())
                : new RedriveOutcome.AlreadyRedriven(result.redriven());
    }

    /** Services can write dead letters for topics that they cannot write to. So only the content of the topic is redriven. */
    private static boolean hasSameContent(
            ConsumerRecord<byte[], byte[]> original, ConsumerRecord<byte[], byte[]> letter) {
        return Arrays.equals(original.key(), letter.key())
                && Arrays.equals(original.value(), letter.value())
                && DeadLetterHeaders.describeSameEvent(original.headers(), letter.headers());
    }

    private long append(ConsumerRecord<byte[], byte[]> original, DeadLetterId id, RecordPosition origin) {
        ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(
                origin.topic(),
                origin.partition(),
                null, // the current time: with the original one, retention could delete the record at once
                original.key(),
                original.value(),
                DeadLetterHeaders.redriven(original.headers(), id));
        try (Producer<byte[], byte[]> producer = producers.createProducer()) { // shared: close() returns it
            return producer.send(copy)
                    .get(SEND_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                    .offset();
        } catch (ExecutionException | TimeoutException unknown) {
            throw new KafkaException("Kafka has not acknowledged the redriven record", unknown);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaException(interrupted);
        }
    }
}
