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

/**
 * Publishes to {@code payment.events} with the credentials of payment-service and reads the progress of its consumers.
 */
final class PaymentEventsTopic implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 60;

    private final PlatformDescription.Kafka kafka = SharedInfrastructure.get().kafka();
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.copyOf(kafka.settings("payment-service")), new ByteArraySerializer(), new ByteArraySerializer());
    private final Admin admin = Admin.create(Map.copyOf(kafka.settings(SystemUsers.AUDITOR)));
    private final EventCodec codec = new EventCodec();

    /** Publishes the event and returns its partition and offset. */
    RecordMetadata send(UUID eventId, PaymentChanged event) {
        return send(eventId, event, codec.write(event));
    }

    /** Publishes a record with the headers of the event but another body. */
    RecordMetadata send(UUID eventId, PaymentChanged event, byte[] body) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                Topics.PAYMENT_EVENTS, event.paymentId().toString().getBytes(StandardCharsets.UTF_8), body);
        codec.describe(
                message.headers(),
                event,
                eventId.toString(),
                "/payment-service",
                Clock.systemUTC().instant());
        return await(producer.send(message));
    }

    /** Returns whether the consumer group has committed an offset after this record. */
    boolean hasConsumed(String group, RecordMetadata sent) {
        OffsetAndMetadata committed = await(
                        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .get(new TopicPartition(sent.topic(), sent.partition()));
        return committed != null && committed.offset() > sent.offset();
    }

    /** Returns the end offset of the dead-letter topic in this partition. */
    long deadLetterEndOffset(int partition) {
        TopicPartition deadLetters = new TopicPartition(Topics.PAYMENT_EVENTS + Topics.DEAD_LETTER_SUFFIX, partition);
        return await(admin.listOffsets(Map.of(deadLetters, OffsetSpec.latest())).partitionResult(deadLetters))
                .offset();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
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
