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

/** Queries topic offsets and committed group offsets. */
final class TopicOffsets {
    private TopicOffsets() {}

    /** Returns the first available offset of a partition. */
    static long startOf(String topic, int partition) {
        var topicPartition = new TopicPartition(topic, partition);
        try (var consumer = consumer()) {
            return consumer.beginningOffsets(List.of(topicPartition)).getOrDefault(topicPartition, 0L);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.<String, Object>copyOf(SharedInfrastructure.get().kafka().settings(SystemUsers.AUDITOR)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Returns the committed offsets of a consumer group. */
    static Map<TopicPartition, OffsetAndMetadata> committed(String group) throws Exception {
        try (Admin admin = Admin.create(
                Map.<String, Object>copyOf(SharedInfrastructure.get().kafka().settings(SystemUsers.AUDITOR)))) {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(60, TimeUnit.SECONDS);
        }
    }

    /** Returns the sum of the end offsets of all partitions. */
    static long endSum(String topic) {
        try (var consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
