package dev.firstcome.catalog;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.payment.PaymentChanged;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What payments tell of themselves, written as payment-service does, and how far this service has read it. */
final class PaymentTopic implements AutoCloseable {
    private static final long BOUND_SECONDS = 60;

    private final PlatformDescription.Kafka kafka = SharedInfrastructure.get().kafka();
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.copyOf(kafka.settings("payment-service")), new ByteArraySerializer(), new ByteArraySerializer());
    private final Admin admin = Admin.create(Map.copyOf(kafka.settings(SystemUsers.AUDITOR)));
    private final EventCodec codec = new EventCodec();

    /** Where the record stands. */
    RecordMetadata send(UUID eventId, PaymentChanged event) {
        return send(eventId, event, codec.write(event));
    }

    /** With a body that says something else. */
    RecordMetadata send(UUID eventId, PaymentChanged event, byte[] body) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                Topics.PAYMENT_EVENTS, event.paymentId().toString().getBytes(StandardCharsets.UTF_8), body);
        codec.describe(
                message.headers(),
                event,
                eventId.toString(),
                "/payment-service",
                Clock.systemUTC().instant());
        return answer(producer.send(message));
    }

    /** Whether a consumer group is past this record. */
    boolean isPast(String group, RecordMetadata sent) {
        OffsetAndMetadata done = answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .get(new TopicPartition(sent.topic(), sent.partition()));
        return done != null && done.offset() > sent.offset();
    }

    /** How many records have ever been written to the dead letters of this record's partition. */
    long deadLettersOf(int partition) {
        TopicPartition letters = new TopicPartition(Topics.PAYMENT_EVENTS + Topics.DEAD_LETTER_SUFFIX, partition);
        return answer(admin.listOffsets(Map.of(letters, OffsetSpec.latest())).partitionResult(letters))
                .offset();
    }

    private static <T> T answer(Future<T> asked) {
        try {
            return asked.get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
