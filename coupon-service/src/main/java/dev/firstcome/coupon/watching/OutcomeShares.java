package dev.firstcome.coupon.watching;

import dev.firstcome.contracts.coupon.RejectReason;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a campaign's requests end, over the last ten seconds. Small numbers say nothing. Sold out, not open and closed are no
 * failures: they are what a sale comes to.
 */
final class OutcomeShares {
    private static final int SECONDS = 10;
    private static final long OUTCOMES_MIN = 100;
    private static final long FAILURES_MIN = 20;
    private static final double USUAL_MIN = 0.01;
    private static final double WEIGHT = 0.01;

    private final long[] second = new long[SECONDS];
    private final long[] outcomes = new long[SECONDS];
    private final long[] duplicates = new long[SECONDS];
    private final long[] failures = new long[SECONDS];
    private double usual = USUAL_MIN;

    /** @param reason null: a coupon */
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

    /** Of all outcomes those that are duplicates; 0 where there are few. */
    double duplicates(long nowSeconds) {
        long all = sum(outcomes, nowSeconds);
        return all < OUTCOMES_MIN ? 0 : (double) sum(duplicates, nowSeconds) / all;
    }

    /** How many times the usual share of failures there is now; 0 where there are few. What is usual follows slowly. */
    double failures(long nowSeconds) {
        long all = sum(outcomes, nowSeconds);
        long failed = sum(failures, nowSeconds);
        if (all < FAILURES_MIN) {
            return 0;
        }
        double share = (double) failed / all;
        double times = failed < FAILURES_MIN ? 0 : share / usual;
        usual = Math.max(USUAL_MIN, usual + WEIGHT * (share - usual));
        return times;
    }

    private long sum(long[] counts, long nowSeconds) {
        return IntStream.range(0, SECONDS)
                .filter(slot -> second[slot] > nowSeconds - SECONDS)
                .mapToLong(slot -> counts[slot])
                .sum();
    }
}
