package dev.firstcome.platform.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Consumes all partitions of a small topic from the beginning, or from a time, until it is closed. It uses a separate thread
 * and no consumer group. Delivery is at least once, in the order of each partition; after a failure all records are
 * delivered again.
 */
public final class TopicFollower implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration RETRY_DELAY = Duration.ofMillis(500);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final @Nullable Duration maxAge;
    private final String topic;
    private final ConsumerFactory<byte[], byte[]> consumers;
    private final Consumer<ConsumerRecord<byte[], byte[]>> listener;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean caughtUp;

    /** @param listener runs on the thread of the follower and must not throw */
    public TopicFollower(
            String topic,
            ConsumerFactory<byte[], byte[]> consumers,
            Consumer<ConsumerRecord<byte[], byte[]>> listener) {
        this(topic, consumers, listener, null);
    }

    private TopicFollower(
            String topic,
            ConsumerFactory<byte[], byte[]> consumers,
            Consumer<ConsumerRecord<byte[], byte[]>> listener,
            @Nullable Duration maxAge) {
        this.maxAge = maxAge;
        this.topic = topic;
        this.consumers = consumers;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("follower-" + topic).daemon().start(this::follow);
    }

    /** Creates a follower that starts with the records of this age instead of the first. */
    public static TopicFollower since(
            Duration maxAge,
            String topic,
            ConsumerFactory<byte[], byte[]> consumers,
            Consumer<ConsumerRecord<byte[], byte[]>> listener) {
        return new TopicFollower(topic, consumers, listener, maxAge);
    }

    /** Whether all records were delivered that existed at the start. */
    public boolean hasCaughtUp() {
        return caughtUp;
    }

    private void follow() {
        boolean failureLogged = false;
        while (!isStopped(Duration.ZERO)) {
            try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer =
                    consumers.createConsumer(null, topic, null, settings())) {
                read(consumer);
            } catch (InterruptException closing) {
                return;
            } catch (KafkaException | org.springframework.kafka.KafkaException unavailable) {
                if (!failureLogged) {
                    log.warn("follower of {} failed, will retry: {}", topic, unavailable.getMessage());
                    failureLogged = true;
                }
                isStopped(RETRY_DELAY);
            }
        }
    }

    private void read(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, REQUEST_TIMEOUT).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("the topic " + topic + " does not exist");
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, REQUEST_TIMEOUT);
        seek(consumer, partitions, ends);
        while (!isStopped(Duration.ZERO)) {
            consumer.poll(POLL_TIMEOUT).forEach(listener);
            caughtUp = caughtUp
                    || ends.entrySet().stream()
                            .allMatch(end -> consumer.position(end.getKey(), REQUEST_TIMEOUT) >= end.getValue());
        }
    }

    private void seek(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions,
            Map<TopicPartition, Long> ends) {
        if (maxAge == null) {
            consumer.seekToBeginning(partitions);
            return;
        }
        long from = System.currentTimeMillis() - maxAge.toMillis();
        Map<TopicPartition, Long> times = partitions.stream().collect(Collectors.toMap(part -> part, part -> from));
        consumer.offsetsForTimes(times, REQUEST_TIMEOUT).forEach((partition, found) -> {
            consumer.seek(partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset());
        });
    }

    private boolean isStopped(Duration within) {
        try {
            return stopped.await(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put("auto.offset.reset", "earliest");
        settings.put("allow.auto.create.topics", "false");
        return settings;
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(CLOSE_TIMEOUT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
