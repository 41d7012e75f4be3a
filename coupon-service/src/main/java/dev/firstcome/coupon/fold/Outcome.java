package dev.firstcome.coupon.fold;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the fold decided of a record, as it is recorded: 8 bytes at the record's offset.
 *
 * @param fanOut number of the campaign's fan-out record that decided it; 0: its own record
 * @param sequence of the coupon that was issued, or that a duplicate refers to; else 0
 */
public record Outcome(Code code, int fanOut, long sequence) {
    public static final int BYTES = 8;

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
        FORGOTTEN,
        DONE,
        REFUSED
    }

    private static final Code[] CODES = Code.values();

    /** Reads the outcome at an index of a packed list; null where none is recorded. */
    public static @Nullable Outcome at(byte[] packed, int index) {
        int start = index * BYTES;
        if (packed.length < start + BYTES || packed[start] == 0) {
            return null;
        }
        long bits = ByteBuffer.wrap(packed, start, BYTES).getLong();
        return new Outcome(CODES[(int) (bits >>> 56)], (int) (bits >>> 40 & 0xFFFF), bits & 0xFF_FFFF_FFFFL);
    }
}
