package dev.firstcome.e2e.bench;

import dev.firstcome.contracts.Topics;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumes user events and records when the first copy of each event of one run arrives. */
final class EventArrivalConsumer implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final long run;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Long, Long> arrivals = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile long firstAt;
    private volatile long lastAt;

    EventArrivalConsumer(PlatformDescription.Kafka kafka, long run) {
        this.run = run;
        Map<String, Object> settings = new HashMap<>(kafka.settings(SystemUsers.AUDITOR));
        settings.put("enable.auto.commit", false);
        settings.put("max.poll.records", 20_000);
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.USER_EVENTS).stream()
                .map(partition -> new TopicPartition(Topics.USER_EVENTS, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        this.thread = Thread.ofPlatform().daemon().name("event-arrivals").start(this::consume);
    }

    private void consume() {
        while (!stopped) {
            for (ConsumerRecord<byte[], byte[]> event : consumer.poll(POLL)) {
                UUID id = UUID.fromString(
                        new String(event.headers().lastHeader("ce_id").value(), StandardCharsets.US_ASCII));
                if (id.getMostSignificantBits() == run) {
                    long now = System.nanoTime();
                    if (arrivals.putIfAbsent(id.getLeastSignificantBits(), now) == null) {
                        firstAt = firstAt == 0 ? now : firstAt;
                        lastAt = now;
                    }
                }
            }
        }
        consumer.close();
    }

    /** The number of distinct events that have arrived. */
    int count() {
        return arrivals.size();
    }

    /** The arrival time of an event as {@link System#nanoTime}; 0 if it has not arrived. */
    long arrival(long number) {
        return arrivals.getOrDefault(number, 0L);
    }

    /** The time from the first to the last arrival. */
    double seconds() {
        return (lastAt - firstAt) / 1e9;
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join(Duration.ofSeconds(5));
    }
}
