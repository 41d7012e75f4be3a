package dev.firstcome.local.kafka;

import dev.firstcome.contracts.EventType;
import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.contracts.platform.ShardStandbyChanged;
import dev.firstcome.local.layout.LocalPlatformException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The records of the shards' standbys. They are stored in Kafka, so the loss of a server does not lose them. */
public final class StandbyRecords {
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Map<String, String> login;

    /** @param login the login of a user that may read and append to the topic */
    public StandbyRecords(Map<String, String> login) {
        this.login = Map.copyOf(login);
    }

    /**
     * Returns the last record on whether the shard's commits wait for a standby; empty if there is none.
     *
     * @throws LocalPlatformException if Kafka does not answer
     */
    public Optional<ShardStandbyChanged> last(String shard) {
        Map<String, Object> settings = new HashMap<>(login);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL.toMillis());
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            return read(consumer, shard);
        } catch (KafkaException | JacksonException away) {
            throw LocalPlatformException.failed(
                    "Cannot read from Kafka whether " + shard + " has a standby: " + away, away);
        } finally {
            consumer.close(CloseOptions.timeout(CALL));
        }
    }

    private static Optional<ShardStandbyChanged> read(KafkaConsumer<byte[], byte[]> consumer, String shard) {
        TopicPartition partition = new TopicPartition(Topics.PLATFORM_STANDBYS, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition), CALL).getOrDefault(partition, 0L);
        ShardStandbyChanged last = null;
        long until = System.nanoTime() + CALL.toNanos();
        while (consumer.position(partition, CALL) < end) {
            if (System.nanoTime() - until >= 0) {
                throw LocalPlatformException.failed("Kafka gives no more of " + Topics.PLATFORM_STANDBYS);
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                if (record.key() != null
                        && record.value() != null
                        && new String(record.key(), StandardCharsets.UTF_8).equals(shard + "#standby")) {
                    last = JSON.readValue(record.value(), ShardStandbyChanged.class);
                }
            }
        }
        return Optional.ofNullable(last);
    }

    /** @throws LocalPlatformException if the write is not acknowledged */
    public void append(ShardPromoted promoted) {
        append(promoted.key(), promoted.promotionId().toString(), promoted);
    }

    private void append(String key, String id, Object event) {
        Map<String, Object> settings = new HashMap<>(login);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, CALL.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) CALL.toMillis() / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) CALL.toMillis());
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.PLATFORM_STANDBYS, 0, utf8(key), JSON.writeValueAsBytes(event));
        describe(record.headers(), id, event);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record).get(CALL.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException failed) {
            throw LocalPlatformException.failed("Kafka did not take the promotion of " + key + ": " + failed, failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw LocalPlatformException.failed("Interrupted before the promotion was recorded", stopped);
        }
    }

    /** As services write their events. */
    private static void describe(Headers headers, String id, Object event) {
        headers.add("ce_id", utf8(id))
                .add("ce_source", utf8("/firstcome"))
                .add("ce_time", utf8(Instant.now().toString()))
                .add("ce_specversion", utf8("1.0"))
                .add(
                        "ce_type",
                        utf8(event.getClass().getAnnotation(EventType.class).value()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
