package dev.firstcome.e2e.verifier;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/** A partition and offset in the coupon log. */
public record LogPosition(int partition, long offset) {
    private static final int REQUEST_ID_BYTES = 2 + 8 + 8;

    /** Decodes the position in a requestId; empty if the text is not a requestId. The MAC is not verified. */
    public static Optional<LogPosition> ofRequest(String requestId) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(requestId);
            if (bytes.length != REQUEST_ID_BYTES) {
                return Optional.empty();
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return Optional.of(new LogPosition(buffer.getShort(), buffer.getLong()));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return partition + "-" + offset;
    }
}
