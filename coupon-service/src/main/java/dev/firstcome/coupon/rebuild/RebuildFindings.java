package dev.firstcome.coupon.rebuild;

import dev.firstcome.coupon.audit.ResultAudit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The findings of one attempt so far. Used by one thread at a time. */
final class RebuildFindings {
    static final int SAMPLES_MAX = 20;

    RebuildPhase phase = RebuildPhase.FOLDING;
    long recordsTotal;
    long resultsCompared;
    long differenceCount;
    long gained;
    long lost;
    long couponsCompared;
    long couponsMissing;
    long couponsOther;
    long stateCompared;

    @Nullable
    Boolean stateEqual;

    @Nullable
    Long position;

    @Nullable
    Long epoch;

    @Nullable
    ResultAudit audit;

    private final List<String> samples = new ArrayList<>();
    private long recordsDone;
    private long foldNanos;

    void addFolded(long records, long nanos) {
        recordsDone += records;
        foldNanos += nanos;
    }

    /** Adds a sample of the differences, up to {@link #SAMPLES_MAX}. */
    void addSample(String sample) {
        if (samples.size() < SAMPLES_MAX) {
            samples.add(sample);
        }
    }

    boolean hasContradiction() {
        return differenceCount > 0 || couponsOther > 0;
    }

    RebuildReport report() {
        long rate = foldNanos == 0 ? 0 : recordsDone * TimeUnit.SECONDS.toNanos(1) / foldNanos;
        return new RebuildReport(
                phase,
                recordsDone,
                Math.max(recordsTotal, recordsDone),
                rate,
                resultsCompared,
                differenceCount,
                gained,
                lost,
                couponsCompared,
                couponsMissing,
                couponsOther,
                stateCompared,
                stateEqual,
                position,
                epoch,
                List.copyOf(samples),
                audit);
    }
}
