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

    /** The sum over all partitions. */
    static long of(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>copyOf(SharedInfrastructure.get().kafka().settings(SystemUsers.AUDITOR)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
