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
 * Reads all partitions of a small topic from their beginnings, or from some time back, outside any group, in a thread of its own, until it is
 * closed. Records are heard at least once, those of a partition in their order; after a failure all are heard again.
 */
public final class TopicFollower implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ASK = Duration.ofSeconds(3);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration STOP = Duration.ofSeconds(2);

    private final @Nullable Duration back;
    private final String topic;
    private final ConsumerFactory<byte[], byte[]> consumers;
    private final Consumer<ConsumerRecord<byte[], byte[]>> listener;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean caughtUp;

    /** @param listener called by the one thread; it must not throw */
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
            @Nullable Duration back) {
        this.back = back;
        this.topic = topic;
        this.consumers = consumers;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("follows-" + topic).daemon().start(this::follow);
    }

    /** One that begins with the records that are this old, and not with the first. */
    public static TopicFollower since(
            Duration back,
            String topic,
            ConsumerFactory<byte[], byte[]> consumers,
            Consumer<ConsumerRecord<byte[], byte[]>> listener) {
        return new TopicFollower(topic, consumers, listener, back);
    }

    /** Whether all was heard that was there when it began to read. */
    public boolean hasCaughtUp() {
        return caughtUp;
    }

    private void follow() {
        boolean told = false;
        while (!isStopped(Duration.ZERO)) {
            try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer =
                    consumers.createConsumer(null, topic, null, settings())) {
                read(consumer);
            } catch (InterruptException closing) {
                return;
            } catch (KafkaException | org.springframework.kafka.KafkaException away) {
                if (!told) {
                    log.warn("{} cannot be read: {}", topic, away.getMessage());
                    told = true;
                }
                isStopped(RETRY);
            }
        }
    }

    private void read(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, ASK).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("the topic is not there");
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ASK);
        seek(consumer, partitions, ends);
        while (!isStopped(Duration.ZERO)) {
            consumer.poll(POLL).forEach(listener);
            caughtUp = caughtUp
                    || ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), ASK) >= end.getValue());
        }
    }

    private void seek(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions,
            Map<TopicPartition, Long> ends) {
        if (back == null) {
            consumer.seekToBeginning(partitions);
            return;
        }
        long from = System.currentTimeMillis() - back.toMillis();
        Map<TopicPartition, Long> times = partitions.stream().collect(Collectors.toMap(part -> part, part -> from));
        consumer.offsetsForTimes(times, ASK).forEach((partition, found) -> {
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
            thread.join(STOP);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
