package dev.firstcome.coupon.rebuild;

import dev.firstcome.coupon.audit.OutcomeDifference;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores rebuilds and their differences. All rebuilds of a partition are on one shard. */
public interface Rebuilds {
    /** Result of a start. */
    sealed interface StartResult {
        /** The rebuild of this command, created by this call or an earlier one. */
        record Started(Rebuild rebuild) implements StartResult {}

        /** The partition already has a running rebuild. */
        record AlreadyRunning(UUID rebuildId) implements StartResult {}
    }

    StartResult start(Rebuild.Request request);

    Optional<Rebuild> find(UUID id);

    /** The rebuilds of a partition, newest first. */
    List<Rebuild> latest(int partition, int limit);

    /** The campaign's latest completed verification, including a refused SWAP. */
    Optional<Rebuild> findLatestVerification(int partition, UUID campaignId);

    /** The running rebuilds of these partitions. */
    List<Rebuild> running(Collection<Integer> partitions);

    /**
     * Starts another attempt and deletes the differences of the previous one. Empty if another process started one, or
     * if the rebuild has ended.
     */
    Optional<Rebuild> claim(Rebuild seen);

    /**
     * Stores the findings of an attempt.
     *
     * @return false if the rebuild was cancelled; empty if the attempt is superseded
     */
    Optional<Boolean> report(Rebuild attempt, RebuildReport report);

    /** Ends the rebuild. False if the attempt is superseded. */
    boolean finish(Rebuild attempt, RebuildState state, @Nullable String failure, RebuildReport report);

    /** Requests the cancellation. False if the rebuild has already ended. */
    boolean cancel(UUID id);

    /** Adds differences that the attempt found. */
    void add(Rebuild attempt, List<OutcomeDifference> differences);

    /** A difference with its number, starting at 1. */
    record Numbered(long number, OutcomeDifference difference) {}

    /** A page of the differences with greater numbers. */
    List<Numbered> differences(UUID id, long after, int limit);

    /** The number of coupons that a user of a campaign is missing. */
    record MissingCoupons(UUID userId, int coupons) {}

    /** The users of the campaign who gained more coupons than they lost, in the order of their ids. */
    List<MissingCoupons> missingCoupons(UUID id, UUID campaignId, @Nullable UUID after, int limit);

    /** The number of campaigns in a partition. */
    long campaignsOf(int partition);

    /**
     * The coupons of one shard that come from a partition of the log, in offset order.
     *
     * @param after the last offset of the previous page
     */
    List<WalletCoupon> coupons(String shard, int partition, long after, int limit);

    /** All shards with wallets. */
    List<String> shards();

    /** A coupon in a wallet. */
    record WalletCoupon(UUID campaignId, UUID userId, long offset, boolean granted, long sequence, int ordinal) {}
}
