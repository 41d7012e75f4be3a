package dev.firstcome.coupon;

import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.local.access.SystemUsers;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How many records topics have had. */
final class TopicEnds {
    private TopicEnds() {}

    /** The first offset that is still there. */
    static long startOf(String topic, int partition) {
        var place = new TopicPartition(topic, partition);
        try (var consumer = reader()) {
            return consumer.beginningOffsets(List.of(place)).getOrDefault(place, 0L);
        }
    }

    private static KafkaConsumer<byte[], byte[]> reader() {
        return new KafkaConsumer<>(
                Map.<String, Object>copyOf(SharedInfrastructure.get().kafka().settings(SystemUsers.AUDITOR)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** The sum over all partitions. */
    static long of(String topic) {
        try (var consumer = reader()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
