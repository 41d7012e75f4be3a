package dev.firstcome.coupon.watching.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.issuing.IssuerLoad;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.coupon.watching.LiveWatch;
import dev.firstcome.coupon.watching.Round;
import dev.firstcome.coupon.watching.Watched;
import dev.firstcome.coupon.watching.WatchingProperties;
import dev.firstcome.platform.events.EventCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads the log and its results from their ends on, outside any group, in a thread of its own that decisions never wait for:
 * while they have a backlog it waits itself, some seconds at most, and it never reads more records a second than it may. In
 * rounds: what was published when a round begins has been read when it is judged. What is too much is left out and counted.
 */
@Component
class LiveFollower implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(LiveFollower.class);
    private static final List<TopicPartition> LOG = partitions(Topics.COUPON_REQUESTS);
    private static final List<TopicPartition> ALL = Stream.concat(
                    LOG.stream(), partitions(Topics.COUPON_RESULTS).stream())
            .toList();
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration STOP = Duration.ofSeconds(3);

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final WatchedRecords records;
    private final LiveWatch watch;
    private final Watermarks watermarks;
    private final IssuerLoad issuer;
    private final WatchingProperties properties;
    private volatile boolean running;
    private volatile Thread thread = Thread.ofPlatform().unstarted(() -> {});

    LiveFollower(
            ConsumerFactory<byte[], byte[]> consumers,
            EventCodec codec,
            LiveWatch watch,
            Watermarks watermarks,
            IssuerLoad issuer,
            WatchingProperties properties) {
        this.consumers = consumers;
        this.records = new WatchedRecords(codec);
        this.watch = watch;
        this.watermarks = watermarks;
        this.issuer = issuer;
        this.properties = properties;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("coupon-watching").daemon().start(this::follow);
    }

    private void follow() {
        boolean told = false;
        while (running) {
            try (Consumer<byte[], byte[]> consumer = consumers.createConsumer(null, "watching", null, settings())) {
                consumer.assign(ALL);
                seekToEnds(consumer);
                watch.begin(0);
                while (running) {
                    round(consumer);
                    told = false;
                }
            } catch (KafkaException | org.springframework.kafka.KafkaException away) {
                if (!told) {
                    log.warn("nothing is watched for now: {}", away.getMessage());
                    told = true;
                }
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    private static void seekToEnds(Consumer<byte[], byte[]> consumer) {
        consumer.endOffsets(ALL, ASK).forEach(consumer::seek);
    }

    private void round(Consumer<byte[], byte[]> consumer) {
        long waitUntil = System.nanoTime() + WAIT_MAX.toNanos();
        letDecisionsGoFirst(waitUntil);
        long over = System.nanoTime() + properties.roundEvery().toNanos();
        Map<Integer, Long> published = new HashMap<>();
        LOG.forEach(place -> published.put(place.partition(), watermarks.published(place.partition())));
        Map<TopicPartition, Long> ends = consumer.endOffsets(ALL, ASK);
        while (running && (left(consumer, ends) > 0 || System.nanoTime() < over)) {
            if (left(consumer, ends) > properties.backlogMax()) {
                skip(consumer, ends);
                return;
            }
            letDecisionsGoFirst(waitUntil);
            read(consumer);
        }
        Map<Integer, Long> readTo = new HashMap<>();
        LOG.forEach(place -> readTo.put(place.partition(), consumer.position(place, ASK)));
        watch.judge(new Round(published, readTo));
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        long start = System.nanoTime();
        ConsumerRecords<byte[], byte[]> found = consumer.poll(POLL);
        List<Watched> read = new ArrayList<>(found.count());
        for (ConsumerRecord<byte[], byte[]> record : found) {
            Watched watched = records.read(record);
            if (watched != null) {
                read.add(watched);
            }
        }
        watch.take(read);
        long mayTake = TimeUnit.SECONDS.toNanos(found.count()) / properties.recordsPerSecond();
        LockSupport.parkNanos(mayTake - (System.nanoTime() - start));
    }

    private void letDecisionsGoFirst(long until) {
        while (running && issuer.isBehind() && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private void skip(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        long skipped = left(consumer, ends);
        log.warn("{} records are not watched: there are too many", skipped);
        seekToEnds(consumer);
        watch.begin(skipped);
    }

    private static long left(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey(), ASK)))
                .sum();
    }

    private static List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, Topics.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /** Small fetches: results of one moment lie in several partitions, and are to be read at about the same time. */
    private static Properties settings() {
        Properties settings = new Properties();
        settings.put("auto.offset.reset", "latest");
        settings.put("max.poll.records", "2000");
        settings.put("max.partition.fetch.bytes", Integer.toString(64 * 1024));
        settings.put("fetch.max.bytes", Integer.toString(1024 * 1024));
        settings.put("fetch.max.wait.ms", "250");
        settings.put("allow.auto.create.topics", "false");
        return settings;
    }

    @Override
    public void stop() {
        running = false;
        try {
            thread.join(STOP);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
