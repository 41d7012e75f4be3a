package dev.firstcome.coupon.shadow;

import dev.firstcome.coupon.issuing.DeferredRequestDrain;
import dev.firstcome.coupon.issuing.IssuingProperties;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.LogReaders.LogReader;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.partitionstate.ApplyResult;
import dev.firstcome.coupon.partitionstate.LogBatch;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.ShadowStates;
import dev.firstcome.coupon.retention.LowWatermark;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The state of a partition that is rebuilt from the log beside the live state, with the same scripts as the issuers.
 * Used by one thread at a time.
 */
public final class ShadowState implements AutoCloseable {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);
    private static final int BLOCKS_MAX = 64;

    /** The issuer thread applies at most this many remaining records. */
    private static final long CAUGHT_UP_WITHIN = 2_000;

    private final int partition;
    private final long epoch;
    private final LogReader reader;
    private final ShadowStates states;
    private final RequestLog requestLog;
    private final IssuingProperties properties;
    private final DeferredRequestDrain deferredRequests;
    private final UnaryOperator<LogEntry> terms;
    private final LowWatermark lowWatermark;
    private OptionalLong last = OptionalLong.empty();

    /**
     * Cached outcome blocks. Outcomes are immutable, except those of deferred requests, so each step clears the cache.
     */
    private final Map<Long, byte[]> blocks = new LinkedHashMap<>(BLOCKS_MAX, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > BLOCKS_MAX;
        }
    };

    /** @param terms transforms each entry before it is applied */
    ShadowState(
            Origin origin,
            LogReader reader,
            ShadowStates states,
            RequestLog requestLog,
            IssuingProperties properties,
            MeterRegistry meters,
            UnaryOperator<LogEntry> terms) {
        this.partition = origin.partition();
        this.epoch = origin.epoch();
        this.lowWatermark = origin.lowWatermark();
        this.reader = reader;
        this.states = states;
        this.requestLog = requestLog;
        this.properties = properties;
        this.deferredRequests = new DeferredRequestDrain(
                partition,
                states.store(),
                requestLog,
                properties,
                meters,
                (by, requests, outcomes, decidedIn, last) -> {});
        this.terms = terms;
    }

    /** The partition, the epoch of the shadow, and the offset at which it begins. */
    record Origin(int partition, long epoch, LowWatermark lowWatermark) {}

    /** An inclusive range of log offsets. */
    public record Range(long first, long last) {}

    public long epoch() {
        return epoch;
    }

    /** The last applied record. Empty if there is none. */
    public OptionalLong last() {
        return last;
    }

    /** Receives the number of records and the duration of each step. It may throw to abort. */
    public interface StepListener {
        void onFolded(int records, long nanos);
    }

    /** Applies records until it is close to the last published offset. */
    public void catchUp(LongSupplier published, StepListener listener) throws InterruptedException {
        long target = published.getAsLong();
        while (last.isEmpty() || target - last.getAsLong() > CAUGHT_UP_WITHIN) {
            OptionalLong before = last;
            advance(target, listener);
            if (last.equals(before)) {
                return; // the offsets up to the target contain no records
            }
            target = published.getAsLong();
        }
    }

    /** Applies all records up to this offset. */
    public void advance(long to, StepListener listener) throws InterruptedException {
        while (last.isEmpty() || last.getAsLong() < to) {
            long began = System.nanoTime();
            List<LogEntry> entries = reader.next(to, READ_TIMEOUT);
            if (entries.isEmpty()) {
                return;
            }
            blocks.clear();
            int size = properties.recordsPerCall();
            for (int from = 0; from < entries.size(); from += size) {
                List<LogEntry> step = entries.subList(from, Math.min(entries.size(), from + size));
                apply(step.stream().map(terms).toList());
                listener.onFolded(step.size(), System.nanoTime() - began);
                began = System.nanoTime();
            }
        }
    }

    private void apply(List<LogEntry> entries) throws InterruptedException {
        List<LogEntry> rest = entries;
        while (!rest.isEmpty()) {
            LogBatch batch =
                    new LogBatch(partition, epoch, requestLog.topicId(), last, lowWatermark.timeMillis(), rest);
            int applied =
                    switch (states.store().apply(batch)) {
                        case ApplyResult.Applied(var outcomes) -> outcomes.size();
                        case ApplyResult.FanOut fanOut -> {
                            ApplyResult end = deferredRequests.drain(rest.getFirst(), fanOut, epoch, last);
                            yield end instanceof ApplyResult.Applied ? 1 : failed(end);
                        }
                        case ApplyResult other -> failed(other);
                    };
            last = OptionalLong.of(rest.get(applied - 1).offset());
            rest = rest.subList(applied, rest.size());
        }
    }

    private static int failed(ApplyResult answer) {
        if (answer instanceof ApplyResult.UnknownRules) {
            throw new RebuildAbortedException.FailedException("UNKNOWN_RULES");
        }
        throw new IllegalStateException("the shadow state cannot apply a batch: " + answer);
    }

    /** The recorded outcome of the record at this offset. Null if there is none. */
    @Nullable
    public Outcome outcome(long offset) {
        byte[] block = block(offset / Outcome.BLOCK);
        return Outcome.at(block, Math.toIntExact(offset % Outcome.BLOCK));
    }

    private byte[] block(long number) {
        return blocks.computeIfAbsent(number, any -> states.outcomes(partition, epoch, number));
    }

    /** The number of records in the range whose outcome matches. */
    public long count(Range range, Predicate<Outcome> filter) {
        long count = 0;
        for (long offset = range.first(); offset <= range.last(); offset++) {
            Outcome outcome = outcome(offset);
            count += outcome != null && filter.test(outcome) ? 1 : 0;
        }
        return count;
    }

    @Override
    public void close() {
        reader.close();
    }
}
