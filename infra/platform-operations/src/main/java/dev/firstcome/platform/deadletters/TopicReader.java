package dev.firstcome.platform.deadletters;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.springframework.kafka.core.ConsumerFactory;

/** Reads ranges of topics for one call, without a consumer group. All calls together must complete within two seconds. */
final class TopicReader implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

    private final long end = System.nanoTime() + TIMEOUT.toNanos();
    private final Consumer<byte[], byte[]> consumer;

    TopicReader(ConsumerFactory<byte[], byte[]> consumers) {
        this.consumer = consumers.createConsumer(null, "dead-letters", null, settings());
    }

    /** A range of offsets: {@code from} is inclusive, {@code to} is exclusive. */
    record Span(long from, long to) {
        Span {
            if (from > to) {
                throw new IllegalArgumentException("from %d to %d".formatted(from, to));
            }
        }

        boolean isEmpty() {
            return from == to;
        }

        boolean has(long offset) {
            return from <= offset && offset < to;
        }
    }

    /** Returns the current range of offsets of each partition. Empty if the topic does not exist. */
    Map<TopicPartition, Span> spans(String topic) {
        var partitions = consumer.partitionsFor(topic, remaining()).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, remaining());
        Map<TopicPartition, Span> spans = new HashMap<>();
        consumer.beginningOffsets(partitions, remaining())
                .forEach((partition, from) ->
                        spans.put(partition, new Span(from, Math.max(from, ends.getOrDefault(partition, from)))));
        return spans;
    }

    /**
     * Passes each record of these ranges to the handler, in the order of each partition.
     *
     * @throws TimeoutException if the time is over
     */
    void read(Map<TopicPartition, Span> ranges, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        Map<TopicPartition, Span> open = new HashMap<>(ranges);
        open.values().removeIf(Span::isEmpty);
        consumer.assign(open.keySet());
        open.forEach((partition, range) -> consumer.seek(partition, range.from()));
        while (!open.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_TIMEOUT)) {
                Span range = ranges.get(new TopicPartition(record.topic(), record.partition()));
                if (range != null && range.has(record.offset())) {
                    handler.accept(record);
                }
            }
            open.entrySet()
                    .removeIf(range -> consumer.position(range.getKey(), remaining())
                            >= range.getValue().to());
            consumer.pause(ranges.keySet().stream()
                    .filter(partition -> !open.containsKey(partition)
                            && consumer.assignment().contains(partition))
                    .toList());
        }
    }

    /** Returns the record at a position, unless it was deleted. */
    Optional<ConsumerRecord<byte[], byte[]>> at(RecordPosition position) {
        TopicPartition partition = new TopicPartition(position.topic(), position.partition());
        Span span = spans(position.topic()).getOrDefault(partition, new Span(0, 0));
        if (!span.has(position.offset())) {
            return Optional.empty();
        }
        AtomicReference<ConsumerRecord<byte[], byte[]>> found = new AtomicReference<>();
        read(Map.of(partition, new Span(position.offset(), position.offset() + 1)), found::set);
        return Optional.ofNullable(found.get());
    }

    /** Whether the topic has deleted the record at this position. */
    boolean hasDeleted(RecordPosition position) {
        Span span = spans(position.topic()).get(new TopicPartition(position.topic(), position.partition()));
        return span != null && position.offset() < span.from();
    }

    private Duration remaining() {
        long nanos = end - System.nanoTime();
        if (nanos <= 0) {
            throw new TimeoutException("the topic could not be read within " + TIMEOUT);
        }
        return Duration.ofNanos(nanos);
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put("auto.offset.reset", "earliest");
        settings.put("allow.auto.create.topics", "false");
        settings.put("fetch.max.wait.ms", "50"); // close() waits for the active fetch
        settings.put("fetch.max.bytes", Integer.toString(4 << 20));
        return settings;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
