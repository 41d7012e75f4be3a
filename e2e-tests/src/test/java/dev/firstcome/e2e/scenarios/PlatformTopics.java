package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
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

/** The records of the platform's own topics, as they stand there now. */
final class PlatformTopics implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CALL = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;

    PlatformTopics(PlatformDescription.Kafka kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.settings(SystemUsers.AUDITOR));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** All records, those of a partition in their order. */
    List<JsonNode> records(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, CALL).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, CALL);
        List<JsonNode> records = new ArrayList<>();
        long deadline = System.nanoTime() + 3 * CALL.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), CALL) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(topic + " was not read to its end");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                records.add(JSON.readTree(record.value()));
            }
        }
        return records;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CALL));
    }
}
