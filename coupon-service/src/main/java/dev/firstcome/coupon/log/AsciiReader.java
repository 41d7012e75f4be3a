package dev.firstcome.coupon.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * A cursor that parses bytes in one exact form, from the start to the end. It never throws: after a mismatch,
 * {@link #isValid()} returns false, and no value that was read may be used.
 */
final class AsciiReader {
    static final int UUID_LENGTH = 36;

    private static final byte[] NIBBLES = nibbles();
    private static final int NANO_DIGITS = 9;
    private static final int LONG_DIGITS = 18;
    private static final int SECONDS_PER_DAY = 86_400;

    private final byte[] body;
    private int at;
    private boolean matches = true;

    AsciiReader(byte[] body) {
        this.body = body;
    }

    /** Whether all bytes were read and had the expected form. */
    boolean isValid() {
        return matches && at == body.length;
    }

    /** Whether the next bytes are equal to {@code text}; does not consume them. */
    boolean isNext(byte[] text) {
        int end = at + text.length;
        return end <= body.length && Arrays.equals(text, 0, text.length, body, at, end);
    }

    void expect(byte[] literal) {
        if (isNext(literal)) {
            at += literal.length;
        } else {
            matches = false;
        }
    }

    /** Reads up to the closing quote, which is not consumed. */
    String text() {
        int from = at;
        while (next() >= ' ' && next() != '"' && next() != '\\') {
            at++;
        }
        return new String(body, from, at - from, StandardCharsets.US_ASCII);
    }

    /** Reads up to the closing bracket, which is not consumed. */
    List<String> texts() {
        if (next() == ']') {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        do {
            expect('"');
            texts.add(text());
            expect('"');
        } while (matches && consume(','));
        return texts;
    }

    UUID uuid() {
        if (at + UUID_LENGTH > body.length) {
            matches = false;
            return new UUID(0, 0);
        }
        long high = hex(0, 8);
        expect('-');
        high = hex(high, 4);
        expect('-');
        high = hex(high, 4);
        expect('-');
        long low = hex(0, 4);
        expect('-');
        return new UUID(high, hex(low, 12));
    }

    /** Appends hexadecimal digits to {@code value}. The caller ensures that enough bytes are left. */
    private long hex(long before, int digits) {
        long value = before;
        int invalid = 0;
        for (int i = 0; i < digits && at < body.length; i++) {
            int nibble = NIBBLES[body[at++] & 0xFF];
            invalid |= nibble;
            value = value << 4 | nibble & 0xF;
        }
        matches &= invalid >= 0;
        return value;
    }

    /** Reads a number without sign, fraction, exponent or leading zero. */
    long number() {
        int from = at;
        long value = 0;
        while (next() >= '0' && next() <= '9' && at - from < LONG_DIGITS) {
            value = 10 * value + next() - '0';
            at++;
        }
        boolean leadingZero = body.length > from && body[from] == '0' && at - from > 1;
        matches &= at > from && !leadingZero;
        return value;
    }

    /** Reads the format of {@link Instant#toString}. */
    Instant instant() {
        int year = number(4);
        expect('-');
        int month = number(2);
        expect('-');
        int day = number(2);
        expect('T');
        int hour = number(2);
        expect(':');
        int minute = number(2);
        expect(':');
        int second = number(2);
        int nanos = consume('.') ? fraction() : 0;
        expect('Z');
        matches &= month >= 1 && month <= 12 && hour < 24 && minute < 60 && second < 60;
        matches = matches && day >= 1 && day <= YearMonth.of(year, month).lengthOfMonth();
        if (!matches) {
            return Instant.EPOCH;
        }
        long seconds = LocalDate.of(year, month, day).toEpochDay() * SECONDS_PER_DAY;
        return Instant.ofEpochSecond(seconds + (hour * 60L + minute) * 60 + second, nanos);
    }

    /** Returns the next byte without consuming it, or -1 at the end. */
    private int next() {
        return at < body.length ? body[at] : -1;
    }

    private void expect(char expected) {
        if (!consume(expected)) {
            matches = false;
        }
    }

    private boolean consume(char expected) {
        boolean found = next() == expected;
        at += found ? 1 : 0;
        return found;
    }

    private int number(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            value = 10 * value + digit();
        }
        return value;
    }

    private int digit() {
        int digit = next() - '0';
        if (digit < 0 || digit > 9) {
            matches = false;
            return 0;
        }
        at++;
        return digit;
    }

    /** Reads one to nine decimals and returns nanoseconds. */
    private int fraction() {
        int value = digit();
        int digits = 1;
        while (next() >= '0' && next() <= '9' && digits < NANO_DIGITS) {
            value = 10 * value + digit();
            digits++;
        }
        for (; digits < NANO_DIGITS; digits++) {
            value *= 10;
        }
        return value;
    }

    private static byte[] nibbles() {
        byte[] nibbles = new byte[256];
        Arrays.fill(nibbles, (byte) -1);
        for (int digit = 0; digit < 16; digit++) {
            nibbles[Character.forDigit(digit, 16)] = (byte) digit;
        }
        return nibbles;
    }
}
