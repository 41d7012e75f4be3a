package dev.firstcome.coupon.intake;

import java.util.UUID;

/** How much work an admission to a campaign costs. Operators set it while the campaign runs. */
public interface ChallengeLevels {
    int BITS_MAX = 26;

    /** Leading zero bits of a hash; 0: no work. At most a second old, or the last that was known. */
    int of(UUID campaignId);

    /** Sets it, and says what it was. It counts in every process within a second. */
    int set(UUID campaignId, int bits);
}
