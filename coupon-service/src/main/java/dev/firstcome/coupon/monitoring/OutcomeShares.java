package dev.firstcome.coupon.monitoring;

import dev.firstcome.contracts.coupon.result.RejectReason;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The shares of duplicates and failures among a campaign's outcomes of the last ten seconds. Small counts are ignored.
 * SOLD_OUT, NOT_OPEN and CLOSED do not count as failures, because every sale has them.
 */
final class OutcomeShares {
    private static final int SECONDS = 10;
    private static final long OUTCOMES_MIN = 100;
    private static final long FAILURES_MIN = 20;
    private static final double USUAL_SHARE_MIN = 0.01;
    private static final double WEIGHT = 0.01;

    private final long[] second = new long[SECONDS];
    private final long[] outcomes = new long[SECONDS];
    private final long[] duplicates = new long[SECONDS];
    private final long[] failures = new long[SECONDS];
    private double usualShare = USUAL_SHARE_MIN;

    /** @param reason null for an issued coupon */
    void add(@Nullable RejectReason reason, long nowSeconds) {
        int slot = (int) (nowSeconds % SECONDS);
        if (second[slot] != nowSeconds) {
            second[slot] = nowSeconds;
            outcomes[slot] = 0;
            duplicates[slot] = 0;
            failures[slot] = 0;
        }
        outcomes[slot]++;
        if (reason == RejectReason.DUPLICATE) {
            duplicates[slot]++;
        } else if (isFailure(reason)) {
            failures[slot]++;
        }
    }

    private static boolean isFailure(@Nullable RejectReason reason) {
        return switch (reason) {
            case null -> false;
            case DUPLICATE, SOLD_OUT, NOT_OPEN, CLOSED -> false;
            case BLOCKED, NOT_ELIGIBLE, INVALID -> true;
        };
    }

    /** The share of duplicates. 0 if there are few outcomes. */
    double duplicates(long nowSeconds) {
        long all = sum(outcomes, nowSeconds);
        return all < OUTCOMES_MIN ? 0 : (double) sum(duplicates, nowSeconds) / all;
    }

    /**
     * The current share of failures as a multiple of the usual share. 0 if there are few failures. The usual share is a
     * moving average.
     */
    double failures(long nowSeconds) {
        long all = sum(outcomes, nowSeconds);
        long failed = sum(failures, nowSeconds);
        if (all < FAILURES_MIN) {
            return 0;
        }
        double share = (double) failed / all;
        double factor = failed < FAILURES_MIN ? 0 : share / usualShare;
        usualShare = Math.max(USUAL_SHARE_MIN, usualShare + WEIGHT * (share - usualShare));
        return factor;
    }

    private long sum(long[] counts, long nowSeconds) {
        return IntStream.range(0, SECONDS)
                .filter(slot -> second[slot] > nowSeconds - SECONDS)
                .mapToLong(slot -> counts[slot])
                .sum();
    }
}
