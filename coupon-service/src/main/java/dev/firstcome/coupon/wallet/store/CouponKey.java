package dev.firstcome.coupon.wallet.store;

import dev.firstcome.platform.ids.BucketedIds;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** The primary key of a coupon row. The owner is a part, because a coupon is always found through its owner. */
@Embeddable
record CouponKey(int bucket, UUID userId, UUID couponId) implements Serializable {
    static CouponKey of(UUID userId, UUID couponId) {
        return new CouponKey(BucketedIds.bucketOf(userId).number(), userId, couponId);
    }
}
