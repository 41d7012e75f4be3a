package dev.firstcome.coupon.proof;

import dev.firstcome.coupon.fold.Hashes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The hashes within a leaf. */
final class ProofHashes {
    private static final byte USER = 2;
    private static final byte CONTENT = 3;

    private ProofHashes() {}

    static byte[] user(UUID userId, String salt) {
        byte[] text = salt.getBytes(StandardCharsets.UTF_8);
        return Hashes.sha256(ByteBuffer.allocate(1 + 16 + text.length)
                .put(USER)
                .putLong(userId.getMostSignificantBits())
                .putLong(userId.getLeastSignificantBits())
                .put(text)
                .array());
    }

    /** Of all that the record says, and of its time, each part behind its length. */
    static byte[] content(LoggedRecord record) {
        MessageDigest digest = Hashes.newDigest();
        digest.update(CONTENT);
        digest.update(
                ByteBuffer.allocate(Long.BYTES).putLong(record.timeMillis()).array());
        update(digest, record.key());
        update(digest, record.type());
        update(digest, record.value());
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
