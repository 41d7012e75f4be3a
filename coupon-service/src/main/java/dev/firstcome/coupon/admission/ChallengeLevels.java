package dev.firstcome.coupon.admission;

import java.util.UUID;

/** The proof-of-work difficulty of each campaign, which operators can change at any time. */
public interface ChallengeLevels {
    int BITS_MAX = 26;

    /** Returns the required leading zero bits; 0: no work. At most one second old, or the last known value. */
    int of(UUID campaignId);

    /** Sets the level and returns the previous one. All processes use the new level within one second. */
    int set(UUID campaignId, int bits);
}
