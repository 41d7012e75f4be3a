package dev.firstcome.coupon.issuing.kafka;

import dev.firstcome.contracts.coupon.CouponRecord;
import dev.firstcome.coupon.issuing.Delivery;
import dev.firstcome.coupon.issuing.Interlude;
import dev.firstcome.coupon.issuing.LogBounds;
import dev.firstcome.coupon.issuing.LogCursor;
import dev.firstcome.coupon.issuing.PartitionIssuer;
import dev.firstcome.coupon.issuing.PartitionState;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.LogFormat;
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
 * One partition of the group's assignment: passes records to its issuer, and the issuer's wishes to the consumer's
 * thread, which alone may use the consumer.
 */
final class AssignedPartition implements LogCursor {
    private static final Duration ASK = Duration.ofSeconds(3);

    private final TopicPartition place;
    private final Consumer<byte[], byte[]> consumer;
    private final Queue<Runnable> asked;
    private final OffsetToCommit toCommit = new OffsetToCommit();
    private volatile @Nullable PartitionIssuer issuer;
    private int generation;
    private volatile boolean closed;

    AssignedPartition(TopicPartition place, Consumer<byte[], byte[]> consumer, Queue<Runnable> asked) {
        this.place = place;
        this.consumer = consumer;
        this.asked = asked;
    }

    void start(Function<LogCursor, PartitionIssuer> making) {
        PartitionIssuer made = making.apply(this);
        issuer = made;
        Thread.ofVirtual().name("coupon-issuer-" + place.partition()).start(made);
    }

    TopicPartition place() {
        return place;
    }

    int partition() {
        return place.partition();
    }

    PartitionState state() {
        PartitionIssuer running = issuer;
        return running == null ? new PartitionState.Starting("assigned") : running.state();
    }

    /** Whether it works and has more to do. One that stands still is not busy, whatever waits for it. */
    boolean isBehind() {
        PartitionIssuer running = issuer;
        return running != null && running.isBehind();
    }

    /** Passes the records on; whether enough wait now. */
    boolean deliver(List<ConsumerRecord<byte[], byte[]>> records, LogFormat format) {
        PartitionIssuer running = issuer;
        if (running == null || generation == 0) {
            return false; // read before the issuer said where to begin
        }
        List<LogEntry> entries = new ArrayList<>(records.size());
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            entries.add(entry(record, format));
            bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        }
        running.deliver(new Delivery(generation, entries, bytes));
        return running.hasEnough();
    }

    private static LogEntry entry(ConsumerRecord<byte[], byte[]> record, LogFormat format) {
        byte[] type = null;
        byte[] trace = null;
        for (Header header : record.headers()) { // once: every look-up by name would read the names again
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

    void startOver() {
        PartitionIssuer running = issuer;
        if (running != null) {
            running.startOver();
        }
    }

    void interlude(Interlude work) {
        PartitionIssuer running = issuer;
        if (running != null) {
            running.interlude(work);
        }
    }

    /** The issuer takes no more work, and the consumer carries out none of its wishes. */
    void close() {
        closed = true;
        PartitionIssuer running = issuer;
        if (running != null) {
            running.close();
        }
    }

    void settle(Duration atMost) {
        PartitionIssuer running = issuer;
        if (running != null) {
            running.settle(atMost);
        }
    }

    OffsetToCommit toCommit() {
        return toCommit;
    }

    @Override
    public LogBounds bounds(Duration atMost) throws InterruptedException {
        CompletableFuture<LogBounds> answer = new CompletableFuture<>();
        ask(() -> {
            try {
                answer.complete(ask());
            } catch (KafkaException away) {
                answer.completeExceptionally(away);
            }
        });
        try {
            return answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException away) {
            throw new IllegalStateException("Kafka did not say what %s has: %s".formatted(place, away), away);
        }
    }

    private LogBounds ask() {
        Set<TopicPartition> one = Set.of(place);
        OffsetAndMetadata committed = consumer.committed(one, ASK).get(place);
        return new LogBounds(
                consumer.beginningOffsets(one, ASK).getOrDefault(place, 0L),
                consumer.endOffsets(one, ASK).getOrDefault(place, 0L),
                committed == null ? OptionalLong.empty() : OptionalLong.of(committed.offset()));
    }

    @Override
    public void seek(long offset, int next) {
        ask(() -> {
            generation = next;
            consumer.seek(place, offset);
            consumer.resume(List.of(place));
        });
    }

    /** Carried out with those of the other partitions; of several wishes the last counts. */
    @Override
    public void commit(long next) {
        toCommit.wish(next);
    }

    @Override
    public void taken() {
        PartitionIssuer running = issuer;
        if (running != null && !running.hasEnough()) {
            ask(() -> consumer.resume(List.of(place)));
        }
    }

    private void ask(Runnable wish) {
        asked.add(() -> {
            if (!closed) {
                wish.run();
            }
        });
    }
}
