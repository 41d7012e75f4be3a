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

/** What comes into the audit trail from now on. */
final class TrailOnTopic implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CALL = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<JsonNode> entries = new ArrayList<>();

    TrailOnTopic() {
        Map<String, Object> settings =
                new HashMap<>(SharedInfrastructure.get().kafka().settings(SystemUsers.AUDITOR));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.PLATFORM_AUDIT, CALL).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(partition -> consumer.position(partition, CALL)); // the end as it is now
    }

    /** All entries of that call, once there is one. An entry that was sent twice is here twice. */
    List<JsonNode> ofCall(String requestId) {
        Gateway.await(() -> entries.size() + " entries", () -> {
            read();
            return entries.stream().anyMatch(entry -> isOf(entry, requestId));
        });
        return entries.stream().filter(entry -> isOf(entry, requestId)).toList();
    }

    /** Whether any entry that has come so far is of that call. */
    boolean knows(String requestId) {
        return entries.stream().anyMatch(entry -> isOf(entry, requestId));
    }

    private void read() {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> entries.add(JSON.readTree(record.value())));
    }

    private static boolean isOf(JsonNode entry, String requestId) {
        return entry.path("requestId").asString("").equals(requestId);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CALL));
    }
}
