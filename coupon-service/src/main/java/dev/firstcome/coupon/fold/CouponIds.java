package dev.firstcome.coupon.fold;

import dev.firstcome.platform.ids.BucketedIds;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The id of a coupon is a function of its campaign, series, sequence and owner's bucket, so that every process and every
 * replay names the same coupon alike.
 */
public final class CouponIds {
    private static final byte REQUESTED = 0;
    private static final MessageDigest SHA_256 = sha256();

    private CouponIds() {}

    /** The id of a coupon that was issued on request. */
    public static UUID requested(UUID campaignId, long sequence, UUID userId) {
        byte[] hash = sha256(ByteBuffer.allocate(Long.BYTES * 3 + 1)
                .putLong(campaignId.getMostSignificantBits())
                .putLong(campaignId.getLeastSignificantBits())
                .put(REQUESTED)
                .putLong(sequence)
                .array());
        return BucketedIds.of(
                BucketedIds.millisOf(campaignId),
                BucketedIds.bucketOf(userId),
                ByteBuffer.wrap(hash).getLong());
    }

    /** By a copy, since looking for the algorithm costs more than the hash. */
    private static byte[] sha256(byte[] bytes) {
        try {
            return ((MessageDigest) SHA_256.clone()).digest(bytes);
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("Java's SHA-256 can be copied", impossible);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
