package dev.firstcome.e2e.bench;

import dev.firstcome.contracts.Topics;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Consumes payment events and records when the first CAPTURED event of each payment arrives. */
final class CapturedPaymentsConsumer implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<UUID, Long> capturedAt = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean stopped;

    CapturedPaymentsConsumer(PlatformDescription.Kafka kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.settings(SystemUsers.AUDITOR));
        settings.put("enable.auto.commit", false);
        settings.put("max.poll.records", 20_000);
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.PAYMENT_EVENTS).stream()
                .map(partition -> new TopicPartition(Topics.PAYMENT_EVENTS, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        this.thread = Thread.ofPlatform().daemon().name("captured-payments").start(this::consume);
    }

    private void consume() {
        while (!stopped) {
            for (ConsumerRecord<byte[], byte[]> event : consumer.poll(POLL)) {
                JsonNode body = JSON.readTree(event.value());
                if (body.path("state").asString("").equals("CAPTURED")) {
                    capturedAt.putIfAbsent(
                            UUID.fromString(body.path("paymentId").asString()), System.nanoTime());
                }
            }
        }
        consumer.close();
    }

    /** The arrival time as {@link System#nanoTime}; 0 if no CAPTURED event has arrived. */
    long capturedAt(UUID payment) {
        return capturedAt.getOrDefault(payment, 0L);
    }

    boolean containsAll(Collection<UUID> payments) {
        return capturedAt.keySet().containsAll(payments);
    }

    void clear() {
        capturedAt.clear();
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join(Duration.ofSeconds(5));
    }
}
