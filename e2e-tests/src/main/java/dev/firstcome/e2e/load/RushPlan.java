package dev.firstcome.e2e.load;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A rush on one campaign. When each user comes is fixed before the first one does, uniformly over the spread, so a
 * slow shop cannot slow its own load down (an open model).
 *
 * @param first when the first user may come
 * @param spread over which time all of them come
 * @param patience after which a user gives up, counted from the coming
 */
public record RushPlan(UUID campaignId, Instant first, Duration spread, Duration patience, long seed) {

    /** The moments of so many users, as nanoseconds after {@link #first}. */
    long[] arrivals(int users) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.longs(users, 0, Math.max(1, spread.toNanos())).toArray();
    }
}
