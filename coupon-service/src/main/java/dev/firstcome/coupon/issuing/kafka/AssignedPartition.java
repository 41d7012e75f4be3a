package dev.firstcome.coupon.issuing.kafka;

import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.coupon.issuercontrol.BetweenBatchesTask;
import dev.firstcome.coupon.issuercontrol.IssuerState;
import dev.firstcome.coupon.issuing.PartitionIssuer;
import dev.firstcome.coupon.issuing.RecordBatch;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.LogFormat;
import dev.firstcome.coupon.recovery.LogBounds;
import dev.firstcome.coupon.recovery.LogCursor;
import dev.firstcome.platform.events.EventCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * One assigned partition: passes its records to the issuer, and the operations of the issuer to the consumer thread,
 * which alone may use the consumer.
 */
final class AssignedPartition implements LogCursor {
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(3);

    private final TopicPartition topicPartition;
    private final Consumer<byte[], byte[]> consumer;
    private final Queue<Runnable> consumerOperations;
    private final PendingCommit pendingCommit = new PendingCommit();
    private volatile @Nullable PartitionIssuer issuer;
    private int generation;
    private volatile boolean closed;

    AssignedPartition(
            TopicPartition topicPartition, Consumer<byte[], byte[]> consumer, Queue<Runnable> consumerOperations) {
        this.topicPartition = topicPartition;
        this.consumer = consumer;
        this.consumerOperations = consumerOperations;
    }

    void start(Function<LogCursor, PartitionIssuer> factory) {
        PartitionIssuer created = factory.apply(this);
        issuer = created;
        Thread.ofVirtual().name("coupon-issuer-" + topicPartition.partition()).start(created);
    }

    TopicPartition topicPartition() {
        return topicPartition;
    }

    int partition() {
        return topicPartition.partition();
    }

    IssuerState state() {
        PartitionIssuer running = issuer;
        return running == null ? new IssuerState.Starting("assigned") : running.state();
    }

    /** Whether the issuer is running and lags behind. A paused or stopped issuer does not count. */
    boolean isBehind() {
        PartitionIssuer running = issuer;
        return running != null && running.isBehind();
    }

    /** Passes the records to the issuer and returns whether its queue is now full. */
    boolean deliver(List<ConsumerRecord<byte[], byte[]>> records, LogFormat format) {
        PartitionIssuer running = issuer;
        if (running == null || generation == 0) {
            return false; // fetched before the issuer determined its start position
        }
        List<LogEntry> entries = new ArrayList<>(records.size());
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            entries.add(entry(record, format));
            bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        }
        running.deliver(new RecordBatch(generation, entries, bytes));
        return running.isFull();
    }

    private static LogEntry entry(ConsumerRecord<byte[], byte[]> record, LogFormat format) {
        byte[] type = null;
        byte[] trace = null;
        for (Header header : record.headers()) { // one pass, because each lookup by name iterates over all headers
            switch (header.key()) {
                case EventCodec.TYPE -> type = header.value();
                case EventCodec.TRACE_PARENT -> trace = header.value();
                default -> {}
            }
        }
        CouponRecord read = format.read(record.key(), type, record.value());
        return new LogEntry(
                record.offset(),
                record.timestamp(),
                read,
                trace,
                read == null ? new LogEntry.Unreadable(record.key(), record.value(), type) : null);
    }

    void restart() {
        PartitionIssuer running = issuer;
        if (running != null) {
            running.restart();
        }
    }

    void runBetweenBatches(BetweenBatchesTask task) {
        PartitionIssuer running = issuer;
        if (running != null) {
            running.runBetweenBatches(task);
        }
    }

    /** Stops the issuer and discards its pending consumer operations. */
    void close() {
        closed = true;
        PartitionIssuer running = issuer;
        if (running != null) {
            running.close();
        }
    }

    void flush(Duration timeout) {
        PartitionIssuer running = issuer;
        if (running != null) {
            running.flush(timeout);
        }
    }

    PendingCommit pendingCommit() {
        return pendingCommit;
    }

    @Override
    public LogBounds bounds(Duration timeout) throws InterruptedException {
        CompletableFuture<LogBounds> answer = new CompletableFuture<>();
        runOnConsumerThread(() -> {
            try {
                answer.complete(queryBounds());
            } catch (KafkaException failure) {
                answer.completeExceptionally(failure);
            }
        });
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException(
                    "Kafka did not return the offsets of %s: %s".formatted(topicPartition, failure), failure);
        }
    }

    private LogBounds queryBounds() {
        Set<TopicPartition> partitions = Set.of(topicPartition);
        OffsetAndMetadata committed =
                consumer.committed(partitions, QUERY_TIMEOUT).get(topicPartition);
        return new LogBounds(
                consumer.beginningOffsets(partitions, QUERY_TIMEOUT).getOrDefault(topicPartition, 0L),
                consumer.endOffsets(partitions, QUERY_TIMEOUT).getOrDefault(topicPartition, 0L),
                committed == null ? OptionalLong.empty() : OptionalLong.of(committed.offset()));
    }

    @Override
    public void seek(long offset, int next) {
        runOnConsumerThread(() -> {
            generation = next;
            consumer.seek(topicPartition, offset);
            consumer.resume(List.of(topicPartition));
        });
    }

    /** Commits with the offsets of the other partitions; a later offset replaces a pending one. */
    @Override
    public void commit(long next) {
        pendingCommit.set(next);
    }

    @Override
    public void onBatchTaken() {
        PartitionIssuer running = issuer;
        if (running != null && !running.isFull()) {
            runOnConsumerThread(() -> consumer.resume(List.of(topicPartition)));
        }
    }

    private void runOnConsumerThread(Runnable operation) {
        consumerOperations.add(() -> {
            if (!closed) {
                operation.run();
            }
        });
    }
}
