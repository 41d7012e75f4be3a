package dev.firstcome.model.hashing;

import java.nio.ByteBuffer;
import java.util.UUID;

/** Derives the id of a coupon from its campaign, its sequence and its user's bucket. A replay derives the same id. */
public final class CouponIds {
    private static final byte SERIES_OF_REQUESTS = 0;
    private static final byte SERIES_OF_GRANTS = 1;
    private static final long BUCKET_BITS = 0xFFF;
    private static final long VERSION_7 = 0x7000;
    private static final long RANDOM_BITS = 0x3FFF_FFFF_FFFF_FFFFL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private CouponIds() {}

    /** Returns the id of the coupon that was issued on request with this sequence. */
    public static UUID of(UUID campaignId, UUID userId, long sequence) {
        return of(campaignId, userId, SERIES_OF_REQUESTS, sequence);
    }

    /** Returns the id of the coupon that was granted with this sequence. */
    public static UUID granted(UUID campaignId, UUID userId, long sequence) {
        return of(campaignId, userId, SERIES_OF_GRANTS, sequence);
    }

    /** Time bits of the campaign's id, version 7, the user's bucket, 62 bits of SHA-256(campaign, series, sequence). */
    private static UUID of(UUID campaignId, UUID userId, byte series, long sequence) {
        long millis = campaignId.getMostSignificantBits() >>> 16;
        long bucket = userId.getMostSignificantBits() & BUCKET_BITS;
        byte[] name = ByteBuffer.allocate(16 + 1 + 8)
                .putLong(campaignId.getMostSignificantBits())
                .putLong(campaignId.getLeastSignificantBits())
                .put(series)
                .putLong(sequence)
                .array();
        long bits = ByteBuffer.wrap(Sha256.of(name)).getLong();
        return new UUID(millis << 16 | VERSION_7 | bucket, VARIANT | bits & RANDOM_BITS);
    }
}
