package dev.firstcome.coupon.progress.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.startup.StartupTasks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/**
 * Follows {@code coupon.progress} from its beginning, in a thread of its own and outside any group. Of several records
 * of a partition under the present topic the greatest position and the greatest epoch count.
 */
@Component
class KafkaWatermarks implements Watermarks, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(KafkaWatermarks.class);
    private static final TopicPartition TOPIC = new TopicPartition(Topics.COUPON_PROGRESS, 0);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ASK = Duration.ofSeconds(3);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration FRESH_WITHIN = Duration.ofSeconds(1);
    private static final Duration FIRST_READ = Duration.ofSeconds(30);

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final EventCodec codec;
    private final RequestLog requests;
    private final Map<Integer, Track> tracks = new ConcurrentHashMap<>();
    private final Queue<CompletableFuture<Void>> catchUps = new ConcurrentLinkedQueue<>();
    private final Object moved = new Object();
    private final Thread follower;
    private volatile long polledAt = System.nanoTime() - FRESH_WITHIN.toNanos();
    private volatile boolean stopped;

    KafkaWatermarks(
            ConsumerFactory<byte[], byte[]> consumers, EventCodec codec, RequestLog requests, StartupTasks startup) {
        this.consumers = consumers;
        this.codec = codec;
        this.requests = requests;
        this.follower = Thread.ofPlatform().name("coupon-progress").daemon().start(this::follow);
        startup.runUntilSuccessful("coupon progress", () -> catchUp(FIRST_READ));
    }

    @Override
    public @Nullable IssueProgress of(int partition) {
        Track track = tracks.get(partition);
        return track == null ? null : track.latest();
    }

    @Override
    public boolean await(int partition, long offset, Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        synchronized (moved) {
            while (published(partition) < offset) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                try {
                    moved.wait(left);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }

    @Override
    public boolean fresh() {
        return System.nanoTime() - polledAt < FRESH_WITHIN.toNanos();
    }

    @Override
    public double ratePerSecond(int partition) {
        Track track = tracks.get(partition);
        return track == null ? 0 : track.ratePerSecond(System.nanoTime());
    }

    @Override
    public void catchUp(Duration atMost) throws InterruptedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        catchUps.add(done);
        try {
            done.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            throw new IllegalStateException("coupon.progress was not read to its end within " + atMost, late);
        }
    }

    private void follow() {
        while (!stopped) {
            try (Consumer<byte[], byte[]> consumer = consumers.createConsumer(null, "progress", null, settings())) {
                requests.topicId(); // known from here on, so that no record waits for it
                consumer.assign(List.of(TOPIC));
                consumer.seekToBeginning(List.of(TOPIC));
                read(consumer);
            } catch (KafkaException | org.springframework.kafka.KafkaException away) {
                log.warn("coupon.progress cannot be read: {}", away.getMessage());
                pause();
            }
        }
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        while (!stopped) {
            consumer.poll(POLL).forEach(this::take);
            polledAt = System.nanoTime();
            answerCatchUps(consumer);
        }
    }

    /** A catch-up that was asked before the end was looked up is done once the position is there. */
    private void answerCatchUps(Consumer<byte[], byte[]> consumer) {
        if (catchUps.isEmpty()) {
            return;
        }
        List<CompletableFuture<Void>> asked = List.copyOf(catchUps);
        Long end = consumer.endOffsets(List.of(TOPIC), ASK).get(TOPIC);
        while (!stopped && end != null && consumer.position(TOPIC, ASK) < end) {
            consumer.poll(POLL).forEach(this::take);
            polledAt = System.nanoTime();
        }
        asked.forEach(done -> done.complete(null));
        catchUps.removeAll(asked);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            IssueProgress progress = codec.read(IssueProgress.class, record.value());
            if (progress.topicId().equals(requests.topicId())) {
                tracks.computeIfAbsent(progress.partition(), partition -> new Track())
                        .take(progress, System.nanoTime());
                synchronized (moved) {
                    moved.notifyAll();
                }
            }
        } catch (JacksonException unreadable) {
            log.error("coupon.progress has an unreadable record at {}", record.offset(), unreadable);
        }
    }

    private void pause() {
        try {
            synchronized (moved) {
                moved.wait(RETRY.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put("auto.offset.reset", "earliest");
        settings.put("fetch.max.wait.ms", "100");
        settings.put("allow.auto.create.topics", "false");
        return settings;
    }

    @Override
    public void destroy() throws InterruptedException {
        stopped = true;
        follower.join(Duration.ofSeconds(2));
    }
}
