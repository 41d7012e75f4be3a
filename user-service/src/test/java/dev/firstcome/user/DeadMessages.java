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

/** Messages to users and dead letters of them, written as user-service could; any topic, read as the auditor. */
final class DeadMessages implements AutoCloseable {
    private static final long BOUND_SECONDS = 60;

    private final PlatformDescription.Kafka kafka = SharedInfrastructure.get().kafka();
    private final BucketedIds ids = new BucketedIds(Clock.systemUTC());
    private final EventCodec codec = new EventCodec();
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.copyOf(kafka.settings("user-service")), new ByteArraySerializer(), new ByteArraySerializer());

    /** A new message, which nobody has sent yet. */
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

    /** One that says that it is of this time. */
    RecordMetadata send(UserMessage message, String time) {
        return sent(record(message, Topics.USER_MESSAGES, null, time));
    }

    /** A dead letter that somebody made up: as if the record at this place had been this message. Gives its id. */
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
        RecordMetadata stands = sent(letter);
        return Topics.USER_MESSAGES + ":" + stands.partition() + ":" + stands.offset();
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

    /** All values that the topic has now. */
    List<byte[]> valuesOf(String topic) {
        return TopicRecords.all(topic).stream().map(ConsumerRecord::value).toList();
    }

    /** This record and those before it are gone, as when their time is over. */
    void dropUpTo(RecordMetadata last) {
        TopicPartition partition = new TopicPartition(last.topic(), last.partition());
        try (Admin admin = Admin.create(Map.copyOf(kafka.settings(SystemUsers.ADMIN)))) {
            answer(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(last.offset() + 1)))
                    .all());
        }
    }

    private RecordMetadata sent(ProducerRecord<byte[], byte[]> record) {
        return answer(producer.send(record));
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

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
