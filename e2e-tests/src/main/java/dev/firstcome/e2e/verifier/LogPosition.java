package dev.firstcome.e2e.verifier;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/** A place in the coupon log. */
public record LogPosition(int partition, long offset) {
    private static final int REQUEST_ID_BYTES = 2 + 8 + 8;

    /** The place that a requestId names; empty if it is none. Its MAC is not ours to check. */
    public static Optional<LogPosition> ofRequest(String requestId) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(requestId);
            if (bytes.length != REQUEST_ID_BYTES) {
                return Optional.empty();
            }
            ByteBuffer parts = ByteBuffer.wrap(bytes);
            return Optional.of(new LogPosition(parts.getShort(), parts.getLong()));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return partition + "-" + offset;
    }
}
