package dev.firstcome.platform.testing;

import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.testsupport.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the records of a topic, each event once, as a consumer with an inbox processes them. */
public final class TopicRecords {
    private static final String REDRIVEN = "redriven-from";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TopicRecords() {}

    /** Returns the bodies of the current records, each event once. */
    public static List<JsonNode> of(String topic) {
        return eachOnce(all(topic)).stream()
                .map(record -> JSON.readTree(record.value()))
                .toList();
    }

    /** Returns all current records, including duplicates. */
    public static List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>copyOf(SharedInfrastructure.get().kafka().settings(SystemUsers.AUDITOR)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            Deadline deadline = Deadline.after(TIMEOUT);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (deadline.isOver()) {
                    throw new AssertionError("topic " + topic + " could not be read within " + deadline);
                }
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    /** Removes the duplicates of an outbox, which publishes at least once. Records without an id and redriven ones stay. */
    public static List<ConsumerRecord<byte[], byte[]>> eachOnce(List<ConsumerRecord<byte[], byte[]>> records) {
        Set<String> ids = new HashSet<>();
        return records.stream()
                .filter(record -> {
                    String id = EventCodec.text(record.headers(), EventCodec.ID);
                    return id == null || EventCodec.text(record.headers(), REDRIVEN) != null || ids.add(id);
                })
                .toList();
    }
}
