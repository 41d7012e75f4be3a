package dev.firstcome.coupon.issuing.kafka;

import dev.firstcome.coupon.issuing.Interlude;
import dev.firstcome.coupon.issuing.IssuingParts;
import dev.firstcome.coupon.issuing.PartitionIssuer;
import dev.firstcome.coupon.issuing.PartitionState;
import dev.firstcome.coupon.log.LogFormat;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions that this process has, each with its issuer. Everything here runs in the consumer's thread. */
final class Assignments {
    private static final Logger log = LoggerFactory.getLogger(Assignments.class);

    /** Short, since what issuers ask is carried out between two polls; a poll with records returns at once. */
    private static final Duration POLL = Duration.ofMillis(20);

    private static final Duration COMMIT_EVERY = Duration.ofMillis(100);
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private final LogFormat format;
    private final IssuingParts parts;
    private long committedAt;
    private final Map<TopicPartition, AssignedPartition> assigned = new ConcurrentHashMap<>();

    /** What issuers ask of the consumer, which only its own thread may use. */
    private final Queue<Runnable> asked = new ConcurrentLinkedQueue<>();

    Assignments(LogFormat format, IssuingParts parts) {
        this.format = format;
        this.parts = parts;
    }

    Map<Integer, PartitionState> states() {
        return assigned.values().stream()
                .collect(Collectors.toMap(AssignedPartition::partition, AssignedPartition::state));
    }

    boolean isBehind() {
        return assigned.values().stream().anyMatch(AssignedPartition::isBehind);
    }

    void interlude(int partition, Interlude work) {
        assigned.values().stream()
                .filter(issuing -> issuing.partition() == partition)
                .forEach(issuing -> issuing.interlude(work));
    }

    ConsumerRebalanceListener listener(Consumer<byte[], byte[]> consumer) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                consumer.seekToBeginning(partitions); // until the issuer has found where to begin
                consumer.pause(partitions);
                partitions.forEach(place -> assign(consumer, place));
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                revoke(consumer, partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                partitions.forEach(Assignments.this::lose);
            }
        };
    }

    void poll(Consumer<byte[], byte[]> consumer) {
        carryOut();
        commitOften(consumer);
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (TopicPartition place : records.partitions()) {
                deliver(consumer, place, records.records(place));
            }
        } catch (OffsetOutOfRangeException gone) {
            log.error("the log does not have what the issuer reads next: {}", gone.getMessage());
            gone.partitions().forEach(place -> {
                consumer.pause(List.of(place));
                AssignedPartition issuing = assigned.get(place);
                if (issuing != null) {
                    issuing.startOver();
                }
            });
        }
    }

    void close(Consumer<byte[], byte[]> consumer) {
        revoke(consumer, List.copyOf(assigned.keySet()));
    }

    void abandon() {
        List.copyOf(assigned.keySet()).forEach(this::lose);
    }

    private void deliver(
            Consumer<byte[], byte[]> consumer, TopicPartition place, List<ConsumerRecord<byte[], byte[]>> records) {
        AssignedPartition issuing = assigned.get(place);
        if (issuing != null && issuing.deliver(records, format)) {
            consumer.pause(List.of(place));
        }
    }

    private void assign(Consumer<byte[], byte[]> consumer, TopicPartition place) {
        AssignedPartition issuing = new AssignedPartition(place, consumer, asked);
        assigned.put(place, issuing);
        issuing.start(cursor -> new PartitionIssuer(place.partition(), parts, cursor));
    }

    /** All stop first, then each may publish what it has applied, within one time for all. */
    private void revoke(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> places) {
        List<AssignedPartition> stopped =
                places.stream().map(assigned::remove).filter(Objects::nonNull).toList();
        stopped.forEach(AssignedPartition::close);
        long until = System.nanoTime() + SETTLE.toNanos();
        for (AssignedPartition issuing : stopped) {
            issuing.settle(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
        }
        Map<TopicPartition, OffsetAndMetadata> next = toCommit(stopped);
        if (!next.isEmpty()) {
            commit(consumer, next);
        }
    }

    /** All partitions at once, and not at every poll: a commit that is late only means that more is published again. */
    private void commitOften(Consumer<byte[], byte[]> consumer) {
        long now = System.nanoTime();
        if (now - committedAt < COMMIT_EVERY.toNanos()) {
            return;
        }
        committedAt = now;
        Map<TopicPartition, OffsetAndMetadata> next = toCommit(assigned.values());
        if (!next.isEmpty()) {
            consumer.commitAsync(next, this::committed);
        }
    }

    /** A commit that failed is tried again: where no record follows, no later one would make up for it. */
    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failed) {
        if (failed == null) {
            return;
        }
        log.warn("not committed, and tried again: {}", failed.toString());
        offsets.forEach((place, offset) -> {
            AssignedPartition issuing = assigned.get(place);
            if (issuing != null) {
                issuing.toCommit().failed(offset.offset());
            }
        });
    }

    private static Map<TopicPartition, OffsetAndMetadata> toCommit(Collection<AssignedPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (AssignedPartition partition : partitions) {
            long offset = partition.toCommit().take();
            if (offset != OffsetToCommit.NONE) {
                next.put(partition.place(), new OffsetAndMetadata(offset));
            }
        }
        return next;
    }

    private static void commit(Consumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> next) {
        try {
            consumer.commitSync(next, SETTLE);
        } catch (KafkaException notNow) {
            log.warn("not committed, so the next owner publishes again: {}", notNow.getMessage());
        }
    }

    private void lose(TopicPartition place) {
        AssignedPartition issuing = assigned.remove(place);
        if (issuing != null) {
            issuing.close();
        }
    }

    private void carryOut() {
        for (Runnable next = asked.poll(); next != null; next = asked.poll()) {
            next.run();
        }
    }
}
