package dev.firstcome.coupon.wallet;

import dev.firstcome.contracts.coupon.CouponResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The wallets, each in its owner's shard. */
public interface Coupons {
    /**
     * Takes over what was issued, granted and taken back, of users of this shard, in one transaction; with it goes what
     * users are told. May be given the same results again, and in another order: no result moves a coupon back.
     */
    void take(String shard, List<CouponResult> results);

    /** The user's coupons, the newest campaign's first, from before {@code before}. */
    List<Coupon> page(UUID userId, @Nullable UUID before, int limit);

    /** The user's own coupon of this id. */
    Optional<Coupon> find(UUID userId, UUID couponId);

    /** The coupon that the user's request at this place of the log got. */
    Optional<Coupon> ofRequest(UUID userId, int partition, long offset);

    /** The first coupon of this campaign that the user got on request. */
    Optional<Coupon> firstOf(UUID campaignId, UUID userId);

    /** Those of these coupons that are in a wallet, whoever's, out of all shards. */
    List<Coupon> findAll(Set<UUID> couponIds);
}
