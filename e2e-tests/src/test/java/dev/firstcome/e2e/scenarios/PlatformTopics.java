package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the current records of the platform topics. Not thread-safe. */
final class PlatformTopics implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;

    PlatformTopics(PlatformDescription.Kafka kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.settings(SystemUsers.AUDITOR));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Returns all records up to the current end offsets, in offset order within each partition. */
    List<JsonNode> records(String topic) {
        return records(topic, "");
    }

    /** As {@link #records(String)}, only those that contain the text. Other records need not be readable. */
    List<JsonNode> records(String topic, String text) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, CALL_TIMEOUT).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> endOffsets = consumer.endOffsets(partitions, CALL_TIMEOUT);
        List<JsonNode> records = new ArrayList<>();
        long deadline = System.nanoTime() + 3 * CALL_TIMEOUT.toNanos();
        while (endOffsets.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey(), CALL_TIMEOUT) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "the consumer did not reach the end of " + topic + " within " + CALL_TIMEOUT.multipliedBy(3));
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                if (new String(record.value(), StandardCharsets.UTF_8).contains(text)) {
                    records.add(JSON.readTree(record.value()));
                }
            }
        }
        return records;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CALL_TIMEOUT));
    }
}
