package dev.firstcome.e2e.bench;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.e2e.verifier.LogPosition;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Consumes the issue progress and records when log positions are published. Users see no outcome before that, so this
 * time is the time of a request's outcome.
 */
final class PublishedResultsConsumer implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final TopicPartition PROGRESS = new TopicPartition(Topics.COUPON_PROGRESS, 0);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, NavigableMap<Long, Long>> publishedAt = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean stopped;

    PublishedResultsConsumer(PlatformDescription.Kafka kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.settings(SystemUsers.AUDITOR));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(PROGRESS));
        consumer.seekToEnd(List.of(PROGRESS));
        consumer.position(PROGRESS); // resolves the lazy seek now
        thread = Thread.ofPlatform().daemon().name("published-results").start(this::consume);
    }

    private void consume() {
        while (!stopped) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                IssueProgress progress = JSON.readValue(record.value(), IssueProgress.class);
                publishedAt
                        .computeIfAbsent(progress.partition(), any -> new ConcurrentSkipListMap<>())
                        .putIfAbsent(progress.published(), System.nanoTime());
            }
            synchronized (this) {
                notifyAll();
            }
        }
        consumer.close();
    }

    /** The time at which the position was published, as {@link System#nanoTime}; empty if it is not published yet. */
    OptionalLong publishedAt(LogPosition position) {
        NavigableMap<Long, Long> partition = publishedAt.get(position.partition());
        Map.Entry<Long, Long> covering = partition == null ? null : partition.ceilingEntry(position.offset());
        return covering == null ? OptionalLong.empty() : OptionalLong.of(covering.getValue());
    }

    /** Waits until the position is published or {@link System#nanoTime} reaches the deadline. */
    synchronized OptionalLong publishedAt(LogPosition position, long deadline) throws InterruptedException {
        OptionalLong time = publishedAt(position);
        while (time.isEmpty() && System.nanoTime() < deadline) {
            wait(POLL.toMillis());
            time = publishedAt(position);
        }
        return time;
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join(Duration.ofSeconds(5));
    }
}
