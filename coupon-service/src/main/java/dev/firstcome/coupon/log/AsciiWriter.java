package dev.firstcome.coupon.log;

import java.util.Arrays;
import java.util.UUID;

/** Builds short texts as bytes, without strings between. */
public final class AsciiWriter {
    private static final int CAPACITY = 512;
    private static final int NIBBLE = 4;
    private static final int LONG_DIGITS = 19;
    private static final byte[] HEX = hex();

    private byte[] bytes = new byte[CAPACITY];
    private int length;

    public AsciiWriter put(char letter) {
        room(1);
        bytes[length++] = (byte) letter;
        return this;
    }

    public AsciiWriter put(byte[] text) {
        room(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    public AsciiWriter put(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
        return this;
    }

    /** @param number not negative */
    public AsciiWriter number(long number) {
        room(LONG_DIGITS);
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
                .put('-')
                .hex(high >>> 16, 4)
                .put('-')
                .hex(high, 4)
                .put('-')
                .hex(low >>> 48, 4)
                .put('-')
                .hex(low, 12);
    }

    private AsciiWriter hex(long value, int digits) {
        room(digits);
        for (int shift = (digits - 1) * NIBBLE; shift >= 0; shift -= NIBBLE) {
            bytes[length++] = HEX[(int) (value >>> shift) & 0xF];
        }
        return this;
    }

    /** What was put since the last call. */
    public byte[] take() {
        byte[] taken = Arrays.copyOf(bytes, length);
        length = 0;
        return taken;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (length + more));
        }
    }

    private static byte[] hex() {
        byte[] digits = new byte[16];
        for (int digit = 0; digit < digits.length; digit++) {
            digits[digit] = (byte) Character.forDigit(digit, 16);
        }
        return digits;
    }
}
