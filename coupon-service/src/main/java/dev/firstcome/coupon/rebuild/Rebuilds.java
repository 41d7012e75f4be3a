package dev.firstcome.coupon.rebuild;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rebuilds and what they found. All of a partition are in one shard. */
public interface Rebuilds {
    /** What became of the wish to begin one. */
    sealed interface Begun {
        /** It is kept, now or by an earlier call of the same operator under the same command id. */
        record Kept(Rebuild rebuild) implements Begun {}

        /** The partition has one that runs. */
        record Busy(UUID rebuildId) implements Begun {}
    }

    Begun begin(Rebuild.Wish wish);

    Optional<Rebuild> find(UUID id);

    /** Those of a partition, the newest first. */
    List<Rebuild> latest(int partition, int limit);

    /** The campaign's last one that compared all it had to, also if it found what it was not to change. */
    Optional<Rebuild> lastVerdict(int partition, UUID campaignId);

    /** Those that run, of these partitions. */
    List<Rebuild> running(Collection<Integer> partitions);

    /** Begins another attempt; empty if somebody else has begun one, or it has ended. What was found before is gone. */
    Optional<Rebuild> claim(Rebuild seen);

    /**
     * Writes down what an attempt has found so far.
     *
     * @return whether it shall go on; empty if it is not this attempt's any more
     */
    Optional<Boolean> report(Rebuild attempt, RebuildReport report);

    /** Ends an attempt's rebuild; false if it is not this attempt's any more. */
    boolean finish(Rebuild attempt, RebuildState state, @Nullable String failure, RebuildReport report);

    /** Wishes that one ends. False: it has ended already. */
    boolean cancel(UUID id);

    /** Adds to what the attempt found. */
    void add(Rebuild attempt, List<Difference> differences);

    /** Differences with their numbers from 1 on. */
    record Numbered(long number, Difference difference) {}

    /** A page of the differences, after this number. */
    List<Numbered> differences(UUID id, long after, int limit);

    /** A user of a campaign who should have so many coupons more. */
    record Wronged(UUID userId, int coupons) {}

    /** Users of the campaign who gained more than they lost, by their ids, after this one. */
    List<Wronged> wronged(UUID id, UUID campaignId, @Nullable UUID after, int limit);

    /** How many campaigns are in a partition. */
    long campaignsOf(int partition);

    /**
     * Coupons of all wallets that come from a partition of the log, by their offsets.
     *
     * @param after the offset before; some of one shard at a time
     */
    List<WalletCoupon> coupons(String shard, int partition, long after, int limit);

    /** All shards that have wallets. */
    List<String> shards();

    /** A coupon as a wallet has it. */
    record WalletCoupon(UUID campaignId, UUID userId, long offset, boolean granted, long sequence, int ordinal) {}
}
