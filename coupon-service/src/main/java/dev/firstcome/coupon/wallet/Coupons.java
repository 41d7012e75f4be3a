package dev.firstcome.coupon.wallet;

import dev.firstcome.contracts.coupon.result.CouponResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The coupons of all wallets. Each coupon is on the shard of its owner. */
public interface Coupons {
    /**
     * Applies issued, granted and revoked coupons of users of this shard, and their notifications, in one transaction.
     * Idempotent and independent of the order: no result returns a coupon to an earlier state.
     */
    void apply(String shard, List<CouponResult> results);

    /** The user's coupons with ids below {@code before}, newest campaign first. */
    List<Coupon> page(UUID userId, @Nullable UUID before, int limit);

    /** Empty if the coupon does not exist or belongs to another user. */
    Optional<Coupon> find(UUID userId, UUID couponId);

    /** The coupon that was issued to the user's request at this log position. */
    Optional<Coupon> findByRequest(UUID userId, int partition, long offset);

    /** The user's first requested coupon of this campaign. Granted coupons do not count. */
    Optional<Coupon> findFirst(UUID campaignId, UUID userId);

    /** Finds coupons of any user, on all shards. Unknown ids are omitted. */
    List<Coupon> findAll(Set<UUID> couponIds);
}
