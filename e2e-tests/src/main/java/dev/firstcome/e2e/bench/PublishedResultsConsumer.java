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
 * Sees when places of the log are published: only from then on is anybody told what became of them, so that is when a
 * request has its outcome.
 */
final class PublishedResultsConsumer implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final TopicPartition PROGRESS = new TopicPartition(Topics.COUPON_PROGRESS, 0);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, NavigableMap<Long, Long>> moments = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean stopped;

    PublishedResultsConsumer(PlatformDescription.Kafka kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.settings(SystemUsers.AUDITOR));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(PROGRESS));
        consumer.seekToEnd(List.of(PROGRESS));
        consumer.position(PROGRESS); // the end is looked up when asked for, and must be that of now
        thread = Thread.ofPlatform().daemon().name("published-watch").start(this::watch);
    }

    private void watch() {
        while (!stopped) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                IssueProgress progress = JSON.readValue(record.value(), IssueProgress.class);
                moments.computeIfAbsent(progress.partition(), any -> new ConcurrentSkipListMap<>())
                        .putIfAbsent(progress.published(), System.nanoTime());
            }
            synchronized (this) {
                notifyAll();
            }
        }
        consumer.close();
    }

    /** When the place was published, as {@link System#nanoTime}; empty if it was not up to now. */
    OptionalLong moment(LogPosition place) {
        NavigableMap<Long, Long> partition = moments.get(place.partition());
        Map.Entry<Long, Long> covering = partition == null ? null : partition.ceilingEntry(place.offset());
        return covering == null ? OptionalLong.empty() : OptionalLong.of(covering.getValue());
    }

    /** The same, waited for until {@link System#nanoTime} is so late. */
    synchronized OptionalLong moment(LogPosition place, long end) throws InterruptedException {
        OptionalLong moment = moment(place);
        while (moment.isEmpty() && System.nanoTime() < end) {
            wait(POLL.toMillis());
            moment = moment(place);
        }
        return moment;
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join(Duration.ofSeconds(5));
    }
}
