package dev.firstcome.coupon.invariants;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A violation of an invariant by a campaign. The samples contain log positions and numbers but no user ids; at most
 * {@link #SAMPLES_MAX} are kept.
 */
public record InvariantBreach(LiveInvariant invariant, UUID campaignId, Instant at, List<String> samples) {
    public static final int SAMPLES_MAX = 20;

    public InvariantBreach {
        samples = samples.stream().limit(SAMPLES_MAX).toList();
    }
}
