package dev.firstcome.coupon.proof;

import dev.firstcome.coupon.hashing.Hashes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log with its exact bytes.
 *
 * @param type the {@code ce_type} header
 */
public record LoggedRecord(
        long offset, long timeMillis, byte @Nullable [] key, byte @Nullable [] type, byte @Nullable [] value) {
    private static final byte CONTENT = 3;

    /** SHA-256 of the timestamp, key, type and value. Each field is prefixed with its length. */
    byte[] hash() {
        MessageDigest digest = Hashes.newDigest();
        digest.update(CONTENT);
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(timeMillis).array());
        update(digest, key);
        update(digest, type);
        update(digest, value);
        return digest.digest();
    }

    private static void update(MessageDigest digest, byte @Nullable [] field) {
        digest.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(field == null ? -1 : field.length)
                .array());
        if (field != null) {
            digest.update(field);
        }
    }
}
