package dev.firstcome.coupon.fold;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;

/** Seeds, which are 32 bytes in lower-case hex, and the order that they give. */
public final class Draws {
    public static final int SEED_BYTES = 32;
    public static final int RANK_BYTES = 32;

    private Draws() {}

    /** Whether the text is the form of a seed, or of a seed's hash. */
    public static boolean isSeed(String text) {
        return text.length() == 2 * SEED_BYTES
                && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    /** SHA-256 of the seed's bytes, in lower-case hex, by which a seed is known before it is told. */
    public static String hashOf(String seed) {
        return HexFormat.of().formatHex(Hashes.sha256(HexFormat.of().parseHex(seed)));
    }

    /** What decides a user's place in the draw: the smallest comes first, byte by byte without signs. */
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
