package dev.firstcome.e2e.load;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The load on one campaign. The seed fixes all arrival times in advance, uniformly over the spread (open model). A slow
 * server therefore cannot reduce its own load.
 *
 * @param firstArrival the earliest arrival
 * @param spread the time over which all users arrive
 * @param giveUpAfter the duration of a user session, counted from the user's arrival
 */
public record RushPlan(UUID campaignId, Instant firstArrival, Duration spread, Duration giveUpAfter, long seed) {

    /** The arrival times of this number of users, in nanoseconds after {@link #firstArrival}. */
    long[] arrivals(int users) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.longs(users, 0, Math.max(1, spread.toNanos())).toArray();
    }
}
