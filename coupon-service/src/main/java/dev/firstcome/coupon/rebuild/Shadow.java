package dev.firstcome.coupon.rebuild;

import dev.firstcome.coupon.fold.Floor;
import dev.firstcome.coupon.fold.FoldAnswer;
import dev.firstcome.coupon.fold.LogBatch;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.issuing.FanOuts;
import dev.firstcome.coupon.issuing.IssuingParts;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.LogReaders.LogReader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A partition's state that is made beside the live one, by the issuer's own scripts, record by record of the same log. */
final class Shadow {
    private static final Duration READ = Duration.ofSeconds(10);
    private static final int BLOCKS_MAX = 64;

    private final int partition;
    private final long epoch;
    private final LogReader reader;
    private final IssuingParts parts;
    private final RebuildParts rebuilding;
    private final FanOuts fanOuts;
    private final UnaryOperator<LogEntry> terms;
    private final Floor floor;
    private OptionalLong last = OptionalLong.empty();

    /** What was read of the outcomes, which change no more but for those of held requests. */
    private final Map<Long, byte[]> blocks = new LinkedHashMap<>(BLOCKS_MAX, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > BLOCKS_MAX;
        }
    };

    /** @param terms what is made of each entry before it is folded */
    Shadow(Begin begin, LogReader reader, RebuildParts rebuilding, UnaryOperator<LogEntry> terms) {
        this.partition = begin.partition();
        this.epoch = begin.epoch();
        this.floor = begin.floor();
        this.reader = reader;
        this.rebuilding = rebuilding;
        this.parts = rebuilding.issuing().with(rebuilding.shadows().fold());
        this.fanOuts = new FanOuts(partition, parts, (by, requests, outcomes, in, whole) -> {});
        this.terms = terms;
    }

    /** Under which epoch, and from where on. */
    record Begin(int partition, long epoch, Floor floor) {}

    long epoch() {
        return epoch;
    }

    /** The last record that is folded; empty while there is none. */
    OptionalLong last() {
        return last;
    }

    /** Takes what a fold of some records cost. */
    interface Folded {
        void take(int records, long nanos);
    }

    /**
     * Folds on up to this offset.
     *
     * @param between told of each step; it may throw to end this
     */
    void advance(long to, Folded between) throws InterruptedException {
        while (last.isEmpty() || last.getAsLong() < to) {
            long began = System.nanoTime();
            List<LogEntry> entries = reader.next(to, READ);
            if (entries.isEmpty()) {
                return;
            }
            blocks.clear();
            int size = parts.properties().recordsPerCall();
            for (int from = 0; from < entries.size(); from += size) {
                List<LogEntry> some = entries.subList(from, Math.min(entries.size(), from + size));
                apply(some.stream().map(terms).toList());
                between.take(some.size(), System.nanoTime() - began);
                began = System.nanoTime();
            }
        }
    }

    private void apply(List<LogEntry> entries) throws InterruptedException {
        List<LogEntry> rest = entries;
        while (!rest.isEmpty()) {
            LogBatch batch = new LogBatch(partition, epoch, parts.log().topicId(), last, floor.timeMillis(), rest);
            int done =
                    switch (parts.fold().apply(batch)) {
                        case FoldAnswer.Applied(var outcomes) -> outcomes.size();
                        case FoldAnswer.FanOut found -> {
                            FoldAnswer end = fanOuts.apply(rest.getFirst(), found, epoch, last);
                            yield end instanceof FoldAnswer.Applied ? 1 : failed(end);
                        }
                        case FoldAnswer other -> failed(other);
                    };
            last = OptionalLong.of(rest.get(done - 1).offset());
            rest = rest.subList(done, rest.size());
        }
    }

    private static int failed(FoldAnswer answer) {
        if (answer instanceof FoldAnswer.UnknownRules) {
            throw new RebuildEnd.Failed("UNKNOWN_RULES");
        }
        throw new IllegalStateException("the shadow is lost: " + answer);
    }

    /** What is recorded of the record at this offset; null: nothing. */
    @Nullable
    Outcome outcome(long offset) {
        byte[] block = block(offset / Outcome.BLOCK);
        return Outcome.at(block, Math.toIntExact(offset % Outcome.BLOCK));
    }

    private byte[] block(long number) {
        return blocks.computeIfAbsent(number, any -> rebuilding.shadows().outcomes(partition, epoch, number));
    }

    /** How many records between these two have an outcome of a kind. */
    long count(long first, long to, Predicate<Outcome> kind) {
        long count = 0;
        for (long offset = first; offset <= to; offset++) {
            Outcome outcome = outcome(offset);
            count += outcome != null && kind.test(outcome) ? 1 : 0;
        }
        return count;
    }
}
