package dev.firstcome.coupon.receipt;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Confirms that a request was accepted at a position of the log.
 *
 * @param topicId the id of the log topic that contains the position
 * @param salt the salt in the log record
 */
public record Receipt(
        int partition, long offset, UUID campaignId, UUID userId, Instant takenAt, String topicId, String salt) {
    private static final byte VERSION = 1;
    private static final int BYTES = 1 + Short.BYTES + 6 * Long.BYTES;
    private static final int TEXT_MAX = 255;

    byte[] bytes() {
        byte[] topic = text(topicId);
        byte[] salted = text(salt);
        return ByteBuffer.allocate(BYTES + 2 + topic.length + salted.length)
                .put(VERSION)
                .putShort((short) partition)
                .putLong(offset)
                .putLong(campaignId.getMostSignificantBits())
                .putLong(campaignId.getLeastSignificantBits())
                .putLong(userId.getMostSignificantBits())
                .putLong(userId.getLeastSignificantBits())
                .putLong(takenAt.toEpochMilli())
                .put((byte) topic.length)
                .put(topic)
                .put((byte) salted.length)
                .put(salted)
                .array();
    }

    /** Empty if the bytes are not a receipt. */
    static Optional<Receipt> read(byte[] bytes) {
        ByteBuffer body = ByteBuffer.wrap(bytes);
        try {
            if (body.get() != VERSION) {
                return Optional.empty();
            }
            Receipt receipt = new Receipt(
                    body.getShort(),
                    body.getLong(),
                    new UUID(body.getLong(), body.getLong()),
                    new UUID(body.getLong(), body.getLong()),
                    Instant.ofEpochMilli(body.getLong()),
                    text(body),
                    text(body));
            return body.hasRemaining() ? Optional.empty() : Optional.of(receipt);
        } catch (BufferUnderflowException tooShort) {
            return Optional.empty();
        }
    }

    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > TEXT_MAX) {
            throw new IllegalStateException("text of a receipt exceeds " + TEXT_MAX + " bytes: " + text);
        }
        return bytes;
    }

    private static String text(ByteBuffer from) {
        byte[] bytes = new byte[Byte.toUnsignedInt(from.get())];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
