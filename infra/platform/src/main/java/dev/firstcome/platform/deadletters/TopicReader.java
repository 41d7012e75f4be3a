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

/** Reads parts of topics for one call, outside any group, in two seconds altogether or not at all. */
final class TopicReader implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(200);

    private final long end = System.nanoTime() + BOUND.toNanos();
    private final Consumer<byte[], byte[]> consumer;

    TopicReader(ConsumerFactory<byte[], byte[]> consumers) {
        this.consumer = consumers.createConsumer(null, "dead-letters", null, settings());
    }

    /** Offsets from the first, which is included, to the last, which is not. */
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

    /** What each partition of a topic holds now; nothing where there is no such topic. */
    Map<TopicPartition, Span> held(String topic) {
        var partitions = consumer.partitionsFor(topic, left()).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, left());
        Map<TopicPartition, Span> held = new HashMap<>();
        consumer.beginningOffsets(partitions, left())
                .forEach((partition, from) ->
                        held.put(partition, new Span(from, Math.max(from, ends.getOrDefault(partition, from)))));
        return held;
    }

    /**
     * Gives every record of these parts, those of a partition in their order.
     *
     * @throws TimeoutException if that is not done in time
     */
    void read(Map<TopicPartition, Span> parts, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> to) {
        Map<TopicPartition, Span> open = new HashMap<>(parts);
        open.values().removeIf(Span::isEmpty);
        consumer.assign(open.keySet());
        open.forEach((partition, part) -> consumer.seek(partition, part.from()));
        while (!open.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Span part = parts.get(new TopicPartition(record.topic(), record.partition()));
                if (part != null && part.has(record.offset())) {
                    to.accept(record);
                }
            }
            open.entrySet()
                    .removeIf(part -> consumer.position(part.getKey(), left())
                            >= part.getValue().to());
            consumer.pause(parts.keySet().stream()
                    .filter(partition -> !open.containsKey(partition)
                            && consumer.assignment().contains(partition))
                    .toList());
        }
    }

    /** The record at a place, if it is still kept. */
    Optional<ConsumerRecord<byte[], byte[]>> at(RecordPlace place) {
        TopicPartition partition = new TopicPartition(place.topic(), place.partition());
        Span held = held(place.topic()).getOrDefault(partition, new Span(0, 0));
        if (!held.has(place.offset())) {
            return Optional.empty();
        }
        AtomicReference<ConsumerRecord<byte[], byte[]>> found = new AtomicReference<>();
        read(Map.of(partition, new Span(place.offset(), place.offset() + 1)), found::set);
        return Optional.ofNullable(found.get());
    }

    /** Whether a record stood there that the topic does not keep any more. */
    boolean hasDropped(RecordPlace place) {
        Span held = held(place.topic()).get(new TopicPartition(place.topic(), place.partition()));
        return held != null && place.offset() < held.from();
    }

    private Duration left() {
        long nanos = end - System.nanoTime();
        if (nanos <= 0) {
            throw new TimeoutException("not read within " + BOUND);
        }
        return Duration.ofNanos(nanos);
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put("auto.offset.reset", "earliest");
        settings.put("allow.auto.create.topics", "false");
        settings.put("fetch.max.wait.ms", "50"); // closing waits for the fetch that is under way
        settings.put("fetch.max.bytes", Integer.toString(4 << 20));
        return settings;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
