package dev.firstcome.platform.deadletters;

import dev.firstcome.platform.inbox.InboxProperties;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
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
 * Appends the record of a dead letter to its topic once more: same partition, key, value and headers, and the dead letter's
 * name beside them. It comes after all that was told meanwhile, and to all consumers, those too that have had it: inboxes and versions
 * make that harmless. A record is sent again once, whichever of its dead letters is chosen; a crash between Kafka's
 * acknowledgement and the commit, or an acknowledgement that comes too late, may send it twice, and is as harmless.
 */
public final class Redrive {
    private static final long ACKNOWLEDGED_WITHIN_MILLIS = 2_000;

    private final DeadLetters letters;
    private final Redriven redriven;
    private final ProducerFactory<byte[], byte[]> producers;
    private final Limits limits;

    Redrive(DeadLetters letters, Redriven redriven, ProducerFactory<byte[], byte[]> producers, Limits limits) {
        this.letters = letters;
        this.redriven = redriven;
        this.producers = producers;
        this.limits = limits;
    }

    /** What is never sent again: records of decided topics, and those that are older than inboxes remember. */
    record Limits(DeadLettersProperties topics, InboxProperties inbox, Clock clock) {}

    /** @throws KafkaException if Kafka cannot be read or has not acknowledged; then it may be asked for again */
    public RedriveOutcome send(DeadLetterId id, UUID operator) {
        Optional<ConsumerRecord<byte[], byte[]>> found = letters.record(id);
        if (found.isEmpty()) {
            return new RedriveOutcome.NotThere();
        }
        if (limits.topics().decided().contains(id.topic())) {
            return new RedriveOutcome.Decided();
        }
        ConsumerRecord<byte[], byte[]> letter = found.get();
        RecordPlace origin = LetterHeaders.read(letter).origin();
        if (origin == null || !origin.topic().equals(id.topic()) || origin.partition() != id.partition()) {
            return new RedriveOutcome.NotItsOriginal();
        }
        return letters.original(letter, origin)
                .filter(original -> saysTheSame(original, letter))
                .map(original -> send(original, id, origin, operator))
                .orElseGet(RedriveOutcome.NotItsOriginal::new);
    }

    private RedriveOutcome send(
            ConsumerRecord<byte[], byte[]> original, DeadLetterId id, RecordPlace origin, UUID operator) {
        Instant time = LetterHeaders.time(original.headers());
        if (time == null) {
            return new RedriveOutcome.Timeless();
        }
        if (time.isBefore(limits.clock().instant().minus(limits.inbox().keptFor()))) {
            return new RedriveOutcome.TooOld(limits.inbox().keptFor().toDays());
        }
        Redriven.Once once = redriven.once(origin, id, operator, () -> append(original, id, origin));
        return once.now() ? new RedriveOutcome.Sent(once.sent()) : new RedriveOutcome.SentBefore(once.sent());
    }

    /** Others may write dead letters of a topic that they may not write to: while the topic has the record, it decides. */
    private static boolean saysTheSame(ConsumerRecord<byte[], byte[]> original, ConsumerRecord<byte[], byte[]> letter) {
        return Arrays.equals(original.key(), letter.key())
                && Arrays.equals(original.value(), letter.value())
                && LetterHeaders.describeTheSame(original.headers(), letter.headers());
    }

    private long append(ConsumerRecord<byte[], byte[]> original, DeadLetterId id, RecordPlace origin) {
        ProducerRecord<byte[], byte[]> again = new ProducerRecord<>(
                origin.topic(),
                origin.partition(),
                null, // now: the topic would drop at once what is older than it keeps
                original.key(),
                original.value(),
                LetterHeaders.redriven(original.headers(), id));
        try (Producer<byte[], byte[]> producer = producers.createProducer()) { // shared: closing gives it back
            return producer.send(again)
                    .get(ACKNOWLEDGED_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                    .offset();
        } catch (ExecutionException | TimeoutException unknown) {
            throw new KafkaException("not acknowledged", unknown);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new KafkaException(stopped);
        }
    }
}
