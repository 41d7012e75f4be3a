package dev.firstcome.user;

import dev.firstcome.contracts.Topics;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.platform.testing.TopicRecords;
import dev.firstcome.testsupport.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Collects the records of the user topics that are published after its creation, without duplicates of the same event.
 */
final class PublishedEvents implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    private final PlatformDescription.Kafka kafka = SharedInfrastructure.get().kafka();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Admin admin = Admin.create(Map.copyOf(kafka.settings(SystemUsers.AUDITOR)));
    private final List<ConsumerRecord<byte[], byte[]>> received = new ArrayList<>();

    PublishedEvents() {
        Map<String, Object> settings = new HashMap<>(kafka.settings(SystemUsers.AUDITOR));
        settings.put("enable.auto.commit", false);
        settings.put("isolation.level", "read_committed");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(Topics.USER_EVENTS, Topics.USER_MESSAGES)) {
            consumer.partitionsFor(topic)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** Waits for the given number of records with the key, and returns all of them in order. */
    List<ConsumerRecord<byte[], byte[]>> awaitRecords(String topic, UUID key, int count) {
        await(count + " events of " + key, () -> records(topic, key).size() >= count);
        return records(topic, key);
    }

    /** Waits until each key has a record. */
    void awaitEach(String topic, Collection<UUID> keys) {
        Set<String> missing = keys.stream().map(UUID::toString).collect(Collectors.toSet());
        await("events of all " + keys.size(), () -> {
            consumer.poll(POLL).forEach(received::add);
            received.stream()
                    .filter(event -> event.topic().equals(topic))
                    .forEach(event -> missing.remove(new String(event.key(), StandardCharsets.UTF_8)));
            return missing.isEmpty();
        });
    }

    /** Returns the records with the key up to now. A duplicate event keeps its first position. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic, UUID key) {
        consumer.poll(POLL).forEach(received::add);
        return TopicRecords.eachOnce(received).stream()
                .filter(event -> event.topic().equals(topic))
                .filter(event -> key.toString().equals(new String(event.key(), StandardCharsets.UTF_8)))
                .toList();
    }

    /** Publishes a duplicate of the event, as the service. */
    void publishDuplicate(ConsumerRecord<byte[], byte[]> event) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.copyOf(kafka.settings("user-service")), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    event.topic(), event.partition(), event.key(), event.value(), event.headers()));
            producer.flush();
        }
    }

    /** Returns the number of records that the consumer group has not committed. */
    long lag(String group) {
        Map<TopicPartition, OffsetAndMetadata> offsets = committed(group);
        return consumer.endOffsets(offsets.keySet()).entrySet().stream()
                .mapToLong(end -> end.getValue()
                        - Objects.requireNonNull(offsets.get(end.getKey())).offset())
                .sum();
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        try {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void await(String description, BooleanSupplier condition) {
        Eventually.holds(description, BOUND, condition::getAsBoolean);
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
