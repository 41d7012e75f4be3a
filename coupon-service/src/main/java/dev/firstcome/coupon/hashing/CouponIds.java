package dev.firstcome.coupon.hashing;

import dev.firstcome.platform.ids.BucketedIds;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Derives the id of a coupon from its campaign, series, sequence and owner's bucket. Every process and every replay
 * derives the same id.
 */
public final class CouponIds {
    private static final byte REQUESTED = 0;
    private static final byte GRANTED = 1;

    private CouponIds() {}

    /** Returns the id of a coupon that was issued on request. */
    public static UUID requested(UUID campaignId, long sequence, UUID userId) {
        return of(campaignId, REQUESTED, sequence, userId);
    }

    /** Returns the id of a coupon that was granted. */
    public static UUID granted(UUID campaignId, long sequence, UUID userId) {
        return of(campaignId, GRANTED, sequence, userId);
    }

    private static UUID of(UUID campaignId, byte series, long sequence, UUID userId) {
        byte[] hash = Hashes.sha256(ByteBuffer.allocate(Long.BYTES * 3 + 1)
                .putLong(campaignId.getMostSignificantBits())
                .putLong(campaignId.getLeastSignificantBits())
                .put(series)
                .putLong(sequence)
                .array());
        return BucketedIds.of(
                BucketedIds.millisOf(campaignId),
                BucketedIds.bucketOf(userId),
                ByteBuffer.wrap(hash).getLong());
    }
}
