package dev.firstcome.gateway;

import dev.firstcome.contracts.Topics;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.local.access.SystemUsers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads audit entries from the end of the topic at construction time. */
final class AuditTopicReader implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<JsonNode> entries = new ArrayList<>();

    AuditTopicReader() {
        Map<String, Object> settings =
                new HashMap<>(SharedInfrastructure.get().kafka().settings(SystemUsers.AUDITOR));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.PLATFORM_AUDIT, TIMEOUT).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(partition -> consumer.position(partition, TIMEOUT)); // resolves the lazy seek
    }

    /** Waits for an entry of the request and returns all its entries. A duplicate record appears twice. */
    List<JsonNode> awaitEntriesOf(String requestId) {
        Gateway.await(() -> entries.size() + " entries", () -> {
            read();
            return entries.stream().anyMatch(entry -> belongsTo(entry, requestId));
        });
        return entries.stream().filter(entry -> belongsTo(entry, requestId)).toList();
    }

    /** Returns whether an entry of the request has been received so far. */
    boolean hasReceived(String requestId) {
        return entries.stream().anyMatch(entry -> belongsTo(entry, requestId));
    }

    private void read() {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> entries.add(JSON.readTree(record.value())));
    }

    private static boolean belongsTo(JsonNode entry, String requestId) {
        return entry.path("requestId").asString("").equals(requestId);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(TIMEOUT));
    }
}
