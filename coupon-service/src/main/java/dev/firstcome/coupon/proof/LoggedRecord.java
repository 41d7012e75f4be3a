package dev.firstcome.coupon.proof;

import dev.firstcome.coupon.fold.Hashes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log, byte for byte.
 *
 * @param type the {@code ce_type} header
 */
public record LoggedRecord(
        long offset, long timeMillis, byte @Nullable [] key, byte @Nullable [] type, byte @Nullable [] value) {
    private static final byte CONTENT = 3;

    /** Of all that the record says, and of its time, each part behind its length. */
    byte[] hash() {
        MessageDigest digest = Hashes.newDigest();
        digest.update(CONTENT);
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(timeMillis).array());
        update(digest, key);
        update(digest, type);
        update(digest, value);
        return digest.digest();
    }

    private static void update(MessageDigest digest, byte @Nullable [] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(part == null ? -1 : part.length)
                .array());
        if (part != null) {
            digest.update(part);
        }
    }
}
