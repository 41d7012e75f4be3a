package dev.firstcome.coupon.watching;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A campaign breaks an invariant. Witnesses name places and numbers, no persons; there are {@link #WITNESSES_MAX} at most. */
public record Breach(LiveInvariant invariant, UUID campaignId, Instant at, List<String> witnesses) {
    public static final int WITNESSES_MAX = 20;

    public Breach {
        witnesses = witnesses.stream().limit(WITNESSES_MAX).toList();
    }
}
