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
 * Consumes {@code coupon.progress} from its beginning, on a dedicated thread and without a consumer group. Records of
 * one partition and topic id are merged: the greatest position and the greatest epoch are used.
 */
@Component
class KafkaWatermarks implements Watermarks, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(KafkaWatermarks.class);
    private static final TopicPartition TOPIC = new TopicPartition(Topics.COUPON_PROGRESS, 0);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration RETRY_DELAY = Duration.ofMillis(500);
    private static final Duration FRESH_WITHIN = Duration.ofSeconds(1);
    private static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(30);

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final EventCodec codec;
    private final RequestLog requests;
    private final Map<Integer, ProgressTracker> trackers = new ConcurrentHashMap<>();
    private final Queue<CompletableFuture<Void>> catchUps = new ConcurrentLinkedQueue<>();
    private final Object progressed = new Object();
    private final Thread follower;
    private volatile long polledAt = System.nanoTime() - FRESH_WITHIN.toNanos();
    private volatile boolean stopped;

    KafkaWatermarks(
            ConsumerFactory<byte[], byte[]> consumers, EventCodec codec, RequestLog requests, StartupTasks startup) {
        this.consumers = consumers;
        this.codec = codec;
        this.requests = requests;
        this.follower = Thread.ofPlatform().name("coupon-progress").daemon().start(this::follow);
        startup.runUntilSuccessful("coupon progress", () -> catchUp(STARTUP_TIMEOUT));
    }

    @Override
    public @Nullable IssueProgress of(int partition) {
        ProgressTracker tracker = trackers.get(partition);
        return tracker == null ? null : tracker.latest();
    }

    @Override
    public boolean await(int partition, long offset, Duration timeout) {
        long until = System.nanoTime() + timeout.toNanos();
        synchronized (progressed) {
            while (published(partition) < offset) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                try {
                    progressed.wait(left);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }

    @Override
    public boolean isFresh() {
        return System.nanoTime() - polledAt < FRESH_WITHIN.toNanos();
    }

    @Override
    public double ratePerSecond(int partition) {
        ProgressTracker tracker = trackers.get(partition);
        return tracker == null ? 0 : tracker.ratePerSecond(System.nanoTime());
    }

    @Override
    public void catchUp(Duration timeout) throws InterruptedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        catchUps.add(done);
        try {
            done.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException failure) {
            throw new IllegalStateException("coupon.progress was not read to its end within " + timeout, failure);
        }
    }

    private void follow() {
        while (!stopped) {
            try (Consumer<byte[], byte[]> consumer = consumers.createConsumer(null, "progress", null, settings())) {
                requests.topicId(); // cached, so that no record waits for it
                consumer.assign(List.of(TOPIC));
                consumer.seekToBeginning(List.of(TOPIC));
                read(consumer);
            } catch (KafkaException | org.springframework.kafka.KafkaException failure) {
                log.warn("failed to read coupon.progress, will retry: {}", failure.getMessage());
                awaitRetry();
            }
        }
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        while (!stopped) {
            consumer.poll(POLL_TIMEOUT).forEach(this::onRecord);
            polledAt = System.nanoTime();
            completeCatchUps(consumer);
        }
    }

    /** Completes the catch-ups that were requested before the query of the end offset, once the position reaches it. */
    private void completeCatchUps(Consumer<byte[], byte[]> consumer) {
        if (catchUps.isEmpty()) {
            return;
        }
        List<CompletableFuture<Void>> requested = List.copyOf(catchUps);
        Long end = consumer.endOffsets(List.of(TOPIC), QUERY_TIMEOUT).get(TOPIC);
        while (!stopped && end != null && consumer.position(TOPIC, QUERY_TIMEOUT) < end) {
            consumer.poll(POLL_TIMEOUT).forEach(this::onRecord);
            polledAt = System.nanoTime();
        }
        requested.forEach(done -> done.complete(null));
        catchUps.removeAll(requested);
    }

    private void onRecord(ConsumerRecord<byte[], byte[]> record) {
        try {
            IssueProgress progress = codec.read(IssueProgress.class, record.value());
            if (progress.topicId().equals(requests.topicId())) {
                trackers.computeIfAbsent(progress.partition(), partition -> new ProgressTracker())
                        .update(progress, System.nanoTime());
                synchronized (progressed) {
                    progressed.notifyAll();
                }
            }
        } catch (JacksonException unreadable) {
            log.error("skipped an unreadable record of coupon.progress at offset {}", record.offset(), unreadable);
        }
    }

    private void awaitRetry() {
        try {
            synchronized (progressed) {
                progressed.wait(RETRY_DELAY.toMillis());
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
