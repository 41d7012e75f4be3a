package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.CouponRecord;
import dev.firstcome.coupon.fold.FanOutStep;
import dev.firstcome.coupon.fold.FoldAnswer;
import dev.firstcome.coupon.fold.HeldRequest;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.log.LogEntry;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a record that decides held requests, in steps, so that no call holds Redis for long however many wait. What is
 * decided is published with the record, and the record is published when all of it is.
 */
public final class FanOuts {
    private static final Logger log = LoggerFactory.getLogger(FanOuts.class);
    private static final long TICKETS_AT_ONCE = 5_000;

    private final int partition;
    private final IssuingParts parts;
    private final Decided decided;

    /** @param decided what becomes of each step's decisions */
    public FanOuts(int partition, IssuingParts parts, Decided decided) {
        this.partition = partition;
        this.parts = parts;
        this.decided = decided;
    }

    /** Takes the decisions of a step; the last one's say so. */
    public interface Decided {
        void take(LogEntry by, List<HeldRequest> requests, List<Outcome> outcomes, long epoch, boolean last)
                throws InterruptedException;
    }

    /**
     * Until the record is applied, or an answer says that it cannot be.
     *
     * @return the last step's answer
     */
    public FoldAnswer apply(LogEntry by, FoldAnswer.FanOut found, long epoch, OptionalLong predecessor)
            throws InterruptedException {
        CouponRecord record = Objects.requireNonNull(by.record());
        int size = parts.properties().recordsPerCall();
        if (found.count() > size) {
            log.info("partition {}: record {} decides {} held requests", partition, by.offset(), found.count());
        }
        HeldLine line = line(record.campaignId(), found, epoch);
        FoldAnswer answer = found;
        for (long first = 1; first <= found.count(); first += size) {
            long last = Math.min(found.count(), first + size - 1);
            List<HeldRequest> held = line.between(first, last);
            FanOutStep step =
                    new FanOutStep(partition, epoch, parts.log().topicId(), predecessor, by, found.seed(), first, held);
            answer = parts.meters()
                    .timer("firstcome.coupon.fold.step")
                    .record(() -> parts.fold().apply(step));
            if (!(answer instanceof FoldAnswer.Applied applied)) {
                return answer;
            }
            decided.take(by, held, applied.outcomes(), epoch, last == found.count());
        }
        return answer;
    }

    private HeldLine line(UUID campaignId, FoldAnswer.FanOut found, long epoch) {
        HeldLine arrived = (first, last) ->
                parts.fold().held(partition, epoch, campaignId, found.first() + first - 1, found.first() + last - 1);
        String seed = found.seed();
        return seed == null
                ? arrived
                : new DrawnLine(seed, campaignId, Math.toIntExact(found.count()), all(arrived, found.count()));
    }

    /** Read a few thousand at a time. */
    private static Iterable<HeldRequest> all(HeldLine line, long count) {
        return () -> LongStream.iterate(1, first -> first <= count, first -> first + TICKETS_AT_ONCE)
                .boxed()
                .flatMap(first -> line.between(first, Math.min(count, first + TICKETS_AT_ONCE - 1)).stream())
                .iterator();
    }
}
