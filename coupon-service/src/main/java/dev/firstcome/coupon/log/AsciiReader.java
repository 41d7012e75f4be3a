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
 * Reads what was written in one exact form, from the start to the end. Once anything is not in that form, nothing that
 * was read counts: {@link #isWhole()} says so at the end, and nothing is ever thrown.
 */
final class AsciiReader {
    static final int UUID_TEXT = 36;

    private static final byte[] NIBBLES = nibbles();
    private static final int NANO_DIGITS = 9;
    private static final int LONG_DIGITS = 18;
    private static final int SECONDS_PER_DAY = 86_400;

    private final byte[] body;
    private int at;
    private boolean asWritten = true;

    AsciiReader(byte[] body) {
        this.body = body;
    }

    /** Whether all was read as expected, and nothing is left. */
    boolean isWhole() {
        return asWritten && at == body.length;
    }

    /** Whether exactly this is next; it is not taken. */
    boolean isNext(byte[] text) {
        int end = at + text.length;
        return end <= body.length && Arrays.equals(text, 0, text.length, body, at, end);
    }

    void expect(byte[] literal) {
        if (isNext(literal)) {
            at += literal.length;
        } else {
            asWritten = false;
        }
    }

    /** Up to the closing quote, which is not taken. */
    String text() {
        int from = at;
        while (next() >= ' ' && next() != '"' && next() != '\\') {
            at++;
        }
        return new String(body, from, at - from, StandardCharsets.US_ASCII);
    }

    /** Up to the closing bracket, which is not taken. */
    List<String> texts() {
        if (next() == ']') {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        do {
            take('"');
            texts.add(text());
            take('"');
        } while (asWritten && taken(','));
        return texts;
    }

    UUID uuid() {
        if (at + UUID_TEXT > body.length) {
            asWritten = false;
            return new UUID(0, 0);
        }
        long high = hex(0, 8);
        take('-');
        high = hex(high, 4);
        take('-');
        high = hex(high, 4);
        take('-');
        long low = hex(0, 4);
        take('-');
        return new UUID(high, hex(low, 12));
    }

    /** Appends so many digits; the caller knows that there are so many bytes. */
    private long hex(long before, int digits) {
        long value = before;
        int wrong = 0;
        for (int i = 0; i < digits && at < body.length; i++) {
            int nibble = NIBBLES[body[at++] & 0xFF];
            wrong |= nibble;
            value = value << 4 | nibble & 0xF;
        }
        asWritten &= wrong >= 0;
        return value;
    }

    /** A number without sign, fraction, exponent or leading zero. */
    long number() {
        int from = at;
        long value = 0;
        while (next() >= '0' && next() <= '9' && at - from < LONG_DIGITS) {
            value = 10 * value + next() - '0';
            at++;
        }
        boolean led = body.length > from && body[from] == '0' && at - from > 1;
        asWritten &= at > from && !led;
        return value;
    }

    /** As {@link Instant} writes itself. */
    Instant instant() {
        int year = number(4);
        take('-');
        int month = number(2);
        take('-');
        int day = number(2);
        take('T');
        int hour = number(2);
        take(':');
        int minute = number(2);
        take(':');
        int second = number(2);
        int nanos = taken('.') ? fraction() : 0;
        take('Z');
        asWritten &= month >= 1 && month <= 12 && hour < 24 && minute < 60 && second < 60;
        asWritten = asWritten && day >= 1 && day <= YearMonth.of(year, month).lengthOfMonth();
        if (!asWritten) {
            return Instant.EPOCH;
        }
        long seconds = LocalDate.of(year, month, day).toEpochDay() * SECONDS_PER_DAY;
        return Instant.ofEpochSecond(seconds + (hour * 60L + minute) * 60 + second, nanos);
    }

    /** The next byte, without taking it; at the end none of any text. */
    private int next() {
        return at < body.length ? body[at] : -1;
    }

    private void take(char expected) {
        if (!taken(expected)) {
            asWritten = false;
        }
    }

    private boolean taken(char wanted) {
        boolean there = next() == wanted;
        at += there ? 1 : 0;
        return there;
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
            asWritten = false;
            return 0;
        }
        at++;
        return digit;
    }

    /** One to nine decimals, in nanoseconds. */
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
