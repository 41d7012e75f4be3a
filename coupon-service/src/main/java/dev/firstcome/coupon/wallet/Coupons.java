package dev.firstcome.coupon.wallet;

import dev.firstcome.contracts.coupon.CouponIssued;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The wallets, each in its owner's shard. */
public interface Coupons {
    /** Writes what was issued, in one transaction of this shard; what is there already stays as it is. */
    void add(String shard, List<CouponIssued> issued);

    /** The user's coupons, the newest campaign's first, from before {@code before}. */
    List<Coupon> page(UUID userId, @Nullable UUID before, int limit);

    /** The user's own coupon of this id. */
    Optional<Coupon> find(UUID userId, UUID couponId);
}
