package dev.firstcome.coupon.fold;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the fold decided of a record, as it is recorded: 8 bytes at the record's offset.
 *
 * @param fanOut number of the campaign's fan-out record that decided it; 0: its own record
 * @param ordinal which of the user's coupons it is that was issued, or that a duplicate refers to; else 0
 * @param number sequence of the coupon, or arrival number of the deferred request, that the outcome gives or refers to
 */
public record Outcome(Code code, int fanOut, int ordinal, long number) {
    public static final int BYTES = 8;

    /** Offsets whose outcomes are recorded together. */
    public static final int BLOCK = 4096;

    /** The place in this list is the number in the record. */
    public enum Code {
        NONE,
        ISSUED,
        DUPLICATE,
        SOLD_OUT,
        NOT_OPEN,
        CLOSED,
        BLOCKED,
        NOT_ELIGIBLE,
        INVALID,
        PURGED,
        DONE,
        REFUSED,
        /** Waits for a later record; never published. */
        DEFERRED,
        /** The user has a deferred request. */
        DUPLICATE_OF_DEFERRED,
        GRANTED,
        REVOKED,
        /** Has the outcome of the request with the same client id, which has a coupon. */
        REPEATED,
        /** Has the outcome of the request with the same client id, which was deferred. */
        REPEATED_OF_DEFERRED
    }

    private static final Code[] CODES = Code.values();

    /** Reads the outcome at an index of a packed list; null where none is recorded. */
    public static @Nullable Outcome at(byte[] packed, int index) {
        int start = index * BYTES;
        if (packed.length < start + BYTES || packed[start] == 0) {
            return null;
        }
        long bits = ByteBuffer.wrap(packed, start, BYTES).getLong();
        return new Outcome(
                CODES[(int) (bits >>> 56)],
                (int) (bits >>> 40 & 0xFFFF),
                (int) (bits >>> 32 & 0xFF),
                bits & 0xFFFF_FFFFL);
    }
}
