package dev.firstcome.coupon;

import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.local.access.SystemUsers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
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

    /** How far a group has come, in the partitions that it has read. */
    static Map<TopicPartition, OffsetAndMetadata> committed(String group) throws Exception {
        try (Admin admin = Admin.create(
                Map.<String, Object>copyOf(SharedInfrastructure.get().kafka().settings(SystemUsers.AUDITOR)))) {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(60, TimeUnit.SECONDS);
        }
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
