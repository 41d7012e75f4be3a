package dev.firstcome.user;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.user.MessageKind;
import dev.firstcome.contracts.user.UserMessage;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.testing.TopicRecords;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends user messages and forged dead letters as user-service, and reads any topic as the auditor. */
final class UserMessageTopic implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 60;

    private final PlatformDescription.Kafka kafka = SharedInfrastructure.get().kafka();
    private final BucketedIds ids = new BucketedIds(Clock.systemUTC());
    private final EventCodec codec = new EventCodec();
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.copyOf(kafka.settings("user-service")), new ByteArraySerializer(), new ByteArraySerializer());

    /** Creates a message without sending it. */
    UserMessage message(UUID user) {
        return new UserMessage(
                ids.next(BucketedIds.bucketOf(user)),
                user,
                MessageKind.WELCOME,
                Map.of(),
                Clock.systemUTC().instant());
    }

    RecordMetadata send(UserMessage message) {
        return send(message, message.at().toString());
    }

    /** Sends the message with this value of the time header. */
    RecordMetadata send(UserMessage message, String time) {
        return sendAndAwait(record(message, Topics.USER_MESSAGES, null, time));
    }

    /**
     * Sends a forged dead letter, whose origin is the given record and whose content is the message. Returns its id.
     */
    String forgeLetter(RecordMetadata origin, UserMessage message) {
        ProducerRecord<byte[], byte[]> letter = record(
                message,
                Topics.USER_MESSAGES + Topics.DEAD_LETTER_SUFFIX,
                origin.partition(),
                message.at().toString());
        letter.headers()
                .add("kafka_dlt-original-topic", utf8(origin.topic()))
                .add(
                        "kafka_dlt-original-partition",
                        ByteBuffer.allocate(Integer.BYTES)
                                .putInt(origin.partition())
                                .array())
                .add(
                        "kafka_dlt-original-offset",
                        ByteBuffer.allocate(Long.BYTES).putLong(origin.offset()).array());
        RecordMetadata position = sendAndAwait(letter);
        return Topics.USER_MESSAGES + ":" + position.partition() + ":" + position.offset();
    }

    private ProducerRecord<byte[], byte[]> record(
            UserMessage message, String topic, @Nullable Integer partition, String time) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, partition, utf8(message.userId().toString()), codec.write(message));
        EventCodec.describe(
                record.headers(),
                utf8(message.messageId().toString()),
                utf8(EventCodec.typeOf(UserMessage.class)),
                utf8("/user-service"),
                utf8(time));
        return record;
    }

    /** Returns all current values of the topic. */
    List<byte[]> valuesOf(String topic) {
        return TopicRecords.all(topic).stream().map(ConsumerRecord::value).toList();
    }

    /** Deletes the record and all earlier ones of its partition, as retention does. */
    void deleteUpTo(RecordMetadata last) {
        TopicPartition partition = new TopicPartition(last.topic(), last.partition());
        try (Admin admin = Admin.create(Map.copyOf(kafka.settings(SystemUsers.ADMIN)))) {
            await(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(last.offset() + 1)))
                    .all());
        }
    }

    private RecordMetadata sendAndAwait(ProducerRecord<byte[], byte[]> record) {
        return await(producer.send(record));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
