package dev.firstcome.coupon.partitionstate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.hashing.DrawAlgorithm;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.LogEntryFixture;
import dev.firstcome.coupon.partitionstate.ApplyResult;
import dev.firstcome.coupon.partitionstate.DeferredRequest;
import dev.firstcome.coupon.partitionstate.FanOutStep;
import dev.firstcome.coupon.partitionstate.LogBatch;
import dev.firstcome.coupon.partitionstate.PartitionStateStore;
import dev.firstcome.model.Fold;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.random.RandomLogs;
import dev.firstcome.model.state.PartitionState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;

/** A random log that is applied without disturbances: in batches of random sizes, each fan-out in steps. */
final class RandomLog {
    private static final String TOPIC = "topic-of-the-test";
    private static final int BATCH_MAX = 200;
    private static final int STEP_MAX = 5;

    private final int partition;
    private final List<LogRecord> records;
    private final List<LogEntry> entries;
    private final Random random;

    RandomLog(long seed, int partition, int size) {
        this.partition = partition;
        this.records = RandomLogs.of(seed, partition, size);
        this.entries = records.stream().map(LogEntryFixture::of).toList();
        this.random = new Random(seed);
    }

    int size() {
        return entries.size();
    }

    /** Returns the state of the model after the first records. */
    PartitionState modelAfter(int count) {
        Fold model = new Fold(partition);
        records.subList(0, count).forEach(model::apply);
        return model.state();
    }

    LogBatch batch(long epoch, int from, int to) {
        return new LogBatch(partition, epoch, TOPIC, predecessor(from), entries.subList(from, to));
    }

    /** Applies these records to a state that has applied all earlier ones. */
    void fold(PartitionStateStore fold, long epoch, int from, int to) {
        for (int next = from; next < to; ) {
            int end = Math.min(to, next + 1 + random.nextInt(BATCH_MAX));
            switch (fold.apply(batch(epoch, next, end))) {
                case ApplyResult.Applied(var outcomes) -> next += outcomes.size();
                case ApplyResult.FanOut found -> {
                    steps(fold, epoch, next, found);
                    next++;
                }
                case ApplyResult other -> throw new AssertionError(other);
            }
        }
    }

    private void steps(PartitionStateStore fold, long epoch, int at, ApplyResult.FanOut found) {
        LogEntry by = entries.get(at);
        UUID campaign = Objects.requireNonNull(by.record()).campaignId();
        List<DeferredRequest> all =
                new ArrayList<>(fold.deferred(partition, epoch, campaign, found.first(), found.last()));
        String seed = found.seed();
        if (seed != null) {
            byte[] bytes = HexFormat.of().parseHex(seed);
            all.sort(Comparator.comparing(
                    ticket -> HexFormat.of().formatHex(DrawAlgorithm.rank(bytes, campaign, ticket.userId()))));
        }
        for (int done = 0; done < all.size(); ) {
            int end = Math.min(all.size(), done + 1 + random.nextInt(STEP_MAX));
            FanOutStep step = new FanOutStep(
                    partition, epoch, TOPIC, predecessor(at), by, seed, done + 1L, all.subList(done, end));
            assertThat(fold.apply(step)).isInstanceOf(ApplyResult.Applied.class);
            done = end;
        }
    }

    private OptionalLong predecessor(int at) {
        return at == 0
                ? OptionalLong.empty()
                : OptionalLong.of(entries.get(at - 1).offset());
    }
}
