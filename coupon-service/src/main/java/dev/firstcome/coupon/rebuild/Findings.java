package dev.firstcome.coupon.rebuild;

import dev.firstcome.coupon.audit.ToldAudit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one run finds, as it goes. For one thread at a time. */
final class Findings {
    static final int WITNESSES_MAX = 20;

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
    ToldAudit told;

    final List<String> witnesses = new ArrayList<>();
    private long recordsDone;
    private long foldingNanos;

    void folded(long records, long nanos) {
        recordsDone += records;
        foldingNanos += nanos;
    }

    void witness(String what) {
        if (witnesses.size() < WITNESSES_MAX) {
            witnesses.add(what);
        }
    }

    RebuildReport report() {
        long rate = foldingNanos == 0 ? 0 : recordsDone * TimeUnit.SECONDS.toNanos(1) / foldingNanos;
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
                List.copyOf(witnesses),
                told);
    }
}
