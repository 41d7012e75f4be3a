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

/** The topics of users as consumers with an inbox take them, from the moment on when this was made. */
final class ToldEvents implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    private final PlatformDescription.Kafka kafka = SharedInfrastructure.get().kafka();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Admin admin = Admin.create(Map.copyOf(kafka.settings(SystemUsers.AUDITOR)));
    private final List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();

    ToldEvents() {
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

    /** Waits until so many were told under this key; gives them in their order. */
    List<ConsumerRecord<byte[], byte[]>> of(String topic, UUID key, int count) {
        await(count + " events of " + key, () -> known(topic, key).size() >= count);
        return known(topic, key);
    }

    /** Waits until something was told under each of these keys. */
    void ofEach(String topic, Collection<UUID> keys) {
        Set<String> missing = keys.stream().map(UUID::toString).collect(Collectors.toSet());
        await("events of all " + keys.size(), () -> {
            consumer.poll(POLL).forEach(seen::add);
            seen.stream()
                    .filter(event -> event.topic().equals(topic))
                    .forEach(event -> missing.remove(new String(event.key(), StandardCharsets.UTF_8)));
            return missing.isEmpty();
        });
    }

    /** What was told under this key up to now, each event where it came first. */
    List<ConsumerRecord<byte[], byte[]>> known(String topic, UUID key) {
        consumer.poll(POLL).forEach(seen::add);
        return TopicRecords.eachOnce(seen).stream()
                .filter(event -> event.topic().equals(topic))
                .filter(event -> key.toString().equals(new String(event.key(), StandardCharsets.UTF_8)))
                .toList();
    }

    /** Sends the same once more, as the service could. */
    void repeat(ConsumerRecord<byte[], byte[]> event) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.copyOf(kafka.settings("user-service")), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    event.topic(), event.partition(), event.key(), event.value(), event.headers()));
            producer.flush();
        }
    }

    /** Records that a group has not worked off. */
    long lag(String group) {
        Map<TopicPartition, OffsetAndMetadata> done = committed(group);
        return consumer.endOffsets(done.keySet()).entrySet().stream()
                .mapToLong(end -> end.getValue()
                        - Objects.requireNonNull(done.get(end.getKey())).offset())
                .sum();
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        try {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    void await(String what, BooleanSupplier condition) {
        Eventually.holds(what, BOUND, condition::getAsBoolean);
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
