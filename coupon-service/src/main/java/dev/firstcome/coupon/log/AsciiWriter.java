package dev.firstcome.coupon.log;

import java.util.Arrays;
import java.util.UUID;

/** A reusable buffer that builds short ASCII texts as bytes, without intermediate strings. Not thread-safe. */
public final class AsciiWriter {
    private static final int CAPACITY = 512;
    private static final int NIBBLE_BITS = 4;
    private static final int LONG_DIGITS = 19;
    private static final byte[] HEX = hexDigits();

    private byte[] bytes = new byte[CAPACITY];
    private int length;

    public AsciiWriter append(char letter) {
        ensureCapacity(1);
        bytes[length++] = (byte) letter;
        return this;
    }

    public AsciiWriter append(byte[] text) {
        ensureCapacity(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    public AsciiWriter append(String text) {
        for (int i = 0; i < text.length(); i++) {
            append(text.charAt(i));
        }
        return this;
    }

    /** @param number not negative */
    public AsciiWriter number(long number) {
        ensureCapacity(LONG_DIGITS);
        int digits = 1;
        for (long power = 10; digits < LONG_DIGITS && number >= power; power *= 10) {
            digits++;
        }
        length += digits;
        int at = length;
        long rest = number;
        do {
            long tens = rest / 10;
            bytes[--at] = (byte) ('0' + rest - 10 * tens);
            rest = tens;
        } while (rest > 0);
        return this;
    }

    public AsciiWriter uuid(UUID id) {
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        return hex(high >>> 32, 8)
                .append('-')
                .hex(high >>> 16, 4)
                .append('-')
                .hex(high, 4)
                .append('-')
                .hex(low >>> 48, 4)
                .append('-')
                .hex(low, 12);
    }

    private AsciiWriter hex(long value, int digits) {
        ensureCapacity(digits);
        for (int shift = (digits - 1) * NIBBLE_BITS; shift >= 0; shift -= NIBBLE_BITS) {
            bytes[length++] = HEX[(int) (value >>> shift) & 0xF];
        }
        return this;
    }

    /** Returns the appended bytes and clears the buffer. */
    public byte[] drain() {
        byte[] drained = Arrays.copyOf(bytes, length);
        length = 0;
        return drained;
    }

    private void ensureCapacity(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (length + more));
        }
    }

    private static byte[] hexDigits() {
        byte[] digits = new byte[16];
        for (int digit = 0; digit < digits.length; digit++) {
            digits[digit] = (byte) Character.forDigit(digit, 16);
        }
        return digits;
    }
}
