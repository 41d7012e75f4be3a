package dev.firstcome.coupon.hashing;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;

/** The algorithm of a draw: a seed of 32 bytes gives each user a rank. */
public final class DrawAlgorithm {
    public static final int SEED_BYTES = 32;
    public static final int RANK_BYTES = 32;

    private DrawAlgorithm() {}

    /** Whether the text is 32 bytes in lower-case hex, as a seed and the hash of a seed are. */
    public static boolean isSeed(String text) {
        return text.length() == 2 * SEED_BYTES
                && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    /** Returns the SHA-256 of the seed's bytes in lower-case hex. It is published before the seed is revealed. */
    public static String hashOf(String seed) {
        return HexFormat.of().formatHex(Hashes.sha256(HexFormat.of().parseHex(seed)));
    }

    /** Returns the rank of a user. Ranks are compared as unsigned bytes, and the smallest is first. */
    public static byte[] rank(byte[] seed, UUID campaignId, UUID userId) {
        return Hashes.sha256(ByteBuffer.allocate(SEED_BYTES + 4 * Long.BYTES)
                .put(seed)
                .putLong(campaignId.getMostSignificantBits())
                .putLong(campaignId.getLeastSignificantBits())
                .putLong(userId.getMostSignificantBits())
                .putLong(userId.getLeastSignificantBits())
                .array());
    }
}
