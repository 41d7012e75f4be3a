package dev.firstcome.coupon.fold;

import java.util.Optional;

/** What a partition's state still needs, and what it can give up. */
public interface FoldRetention {
    /** What this epoch's state needs at this moment, as the master has it; empty if there is no such state. */
    Optional<RetentionRequirements> needs(int partition, long epoch);

    /**
     * Gives up recorded outcomes, some hundred blocks of them at a call, which lie wholly below this offset. What is given up
     * must be published, and lie where no recovery begins.
     */
    void drop(int partition, long epoch, long below);
}
