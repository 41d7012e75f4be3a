package dev.firstcome.coupon.issuing.kafka;

import dev.firstcome.coupon.issuercontrol.BetweenBatchesTask;
import dev.firstcome.coupon.issuercontrol.IssuerState;
import dev.firstcome.coupon.issuing.PartitionIssuerFactory;
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

/**
 * The partitions assigned to this process, each with its issuer. All methods run on the consumer thread, except
 * queries.
 */
final class PartitionAssignments {
    private static final Logger log = LoggerFactory.getLogger(PartitionAssignments.class);

    /** Short, because consumer operations run between two polls. A poll with records returns immediately. */
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(20);

    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);
    private static final Duration REVOCATION_TIMEOUT = Duration.ofSeconds(2);

    private final LogFormat format;
    private final PartitionIssuerFactory issuers;
    private long committedAt;
    private final Map<TopicPartition, AssignedPartition> assigned = new ConcurrentHashMap<>();

    /** Operations of issuers that must run on the consumer thread. */
    private final Queue<Runnable> consumerOperations = new ConcurrentLinkedQueue<>();

    PartitionAssignments(LogFormat format, PartitionIssuerFactory issuers) {
        this.format = format;
        this.issuers = issuers;
    }

    Map<Integer, IssuerState> states() {
        return assigned.values().stream()
                .collect(Collectors.toMap(AssignedPartition::partition, AssignedPartition::state));
    }

    boolean isBehind() {
        return assigned.values().stream().anyMatch(AssignedPartition::isBehind);
    }

    void runBetweenBatches(int partition, BetweenBatchesTask task) {
        assigned.values().stream()
                .filter(candidate -> candidate.partition() == partition)
                .forEach(match -> match.runBetweenBatches(task));
    }

    ConsumerRebalanceListener listener(Consumer<byte[], byte[]> consumer) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                consumer.seekToBeginning(partitions); // placeholder until the issuer determines its start position
                consumer.pause(partitions);
                partitions.forEach(partition -> assign(consumer, partition));
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                revoke(consumer, partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                partitions.forEach(PartitionAssignments.this::abandon);
            }
        };
    }

    void poll(Consumer<byte[], byte[]> consumer) {
        runConsumerOperations();
        commitIfDue(consumer);
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL_TIMEOUT);
            for (TopicPartition partition : records.partitions()) {
                deliver(consumer, partition, records.records(partition));
            }
        } catch (OffsetOutOfRangeException deleted) {
            log.error("the log does not contain the next offset of an issuer: {}", deleted.getMessage());
            deleted.partitions().forEach(partition -> {
                consumer.pause(List.of(partition));
                AssignedPartition affected = assigned.get(partition);
                if (affected != null) {
                    affected.restart();
                }
            });
        }
    }

    void close(Consumer<byte[], byte[]> consumer) {
        revoke(consumer, List.copyOf(assigned.keySet()));
    }

    void abandonAll() {
        List.copyOf(assigned.keySet()).forEach(this::abandon);
    }

    private void deliver(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        AssignedPartition target = assigned.get(partition);
        if (target != null && target.deliver(records, format)) {
            consumer.pause(List.of(partition));
        }
    }

    private void assign(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        AssignedPartition added = new AssignedPartition(partition, consumer, consumerOperations);
        assigned.put(partition, added);
        added.start(cursor -> issuers.create(partition.partition(), cursor));
    }

    /** Stops all issuers first, then flushes their pipelines within a common timeout, and commits. */
    private void revoke(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        List<AssignedPartition> revoked = partitions.stream()
                .map(assigned::remove)
                .filter(Objects::nonNull)
                .toList();
        revoked.forEach(AssignedPartition::close);
        long deadline = System.nanoTime() + REVOCATION_TIMEOUT.toNanos();
        for (AssignedPartition partition : revoked) {
            partition.flush(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = takePendingCommits(revoked);
        if (!offsets.isEmpty()) {
            commit(consumer, offsets);
        }
    }

    /** Commits all partitions together at an interval. A late commit only causes results to be republished. */
    private void commitIfDue(Consumer<byte[], byte[]> consumer) {
        long now = System.nanoTime();
        if (now - committedAt < COMMIT_INTERVAL.toNanos()) {
            return;
        }
        committedAt = now;
        Map<TopicPartition, OffsetAndMetadata> offsets = takePendingCommits(assigned.values());
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, this::onCommitCompleted);
        }
    }

    /** Retries a failed commit, because there may be no later record whose commit would replace it. */
    private void onCommitCompleted(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
        if (failure == null) {
            return;
        }
        log.warn("failed to commit offsets, will retry: {}", failure.toString());
        offsets.forEach((partition, offset) -> {
            AssignedPartition affected = assigned.get(partition);
            if (affected != null) {
                affected.pendingCommit().restore(offset.offset());
            }
        });
    }

    private static Map<TopicPartition, OffsetAndMetadata> takePendingCommits(Collection<AssignedPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (AssignedPartition partition : partitions) {
            long offset = partition.pendingCommit().take();
            if (offset != PendingCommit.NONE) {
                offsets.put(partition.topicPartition(), new OffsetAndMetadata(offset));
            }
        }
        return offsets;
    }

    private static void commit(Consumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            consumer.commitSync(offsets, REVOCATION_TIMEOUT);
        } catch (KafkaException failure) {
            log.warn("failed to commit offsets, the next owner will republish results: {}", failure.getMessage());
        }
    }

    private void abandon(TopicPartition partition) {
        AssignedPartition lost = assigned.remove(partition);
        if (lost != null) {
            lost.close();
        }
    }

    private void runConsumerOperations() {
        for (Runnable next = consumerOperations.poll(); next != null; next = consumerOperations.poll()) {
            next.run();
        }
    }
}
