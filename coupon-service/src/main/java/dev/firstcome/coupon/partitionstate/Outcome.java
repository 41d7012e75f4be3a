package dev.firstcome.coupon.partitionstate;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The decision on a record, which is recorded in 8 bytes at the record's offset.
 *
 * @param fanOut the number of the campaign's fan-out record that decided the request; 0 if its own record decided it
 * @param ordinal the ordinal of the user's coupon that was issued or that a duplicate refers to; 0 if there is none
 * @param number the sequence of the coupon, or the arrival number of the deferred request, that was assigned or that
 *     the outcome refers to
 */
public record Outcome(Code code, int fanOut, int ordinal, long number) {
    public static final int BYTES = 8;

    /** The number of offsets per block of outcomes. */
    public static final int BLOCK = 4096;

    /** The ordinal of a constant is the recorded number. */
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
        /** A later record decides the request; this outcome is never published. */
        DEFERRED,
        /** The user already has a deferred request. */
        DUPLICATE_OF_DEFERRED,
        GRANTED,
        REVOKED,
        /** Repeats the client id of a request that has a coupon. */
        REPEATED,
        /** Repeats the client id of a deferred request. */
        REPEATED_OF_DEFERRED
    }

    private static final Code[] CODES = Code.values();

    /** Reads the outcome at an index of a packed list; null if none is recorded. */
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
