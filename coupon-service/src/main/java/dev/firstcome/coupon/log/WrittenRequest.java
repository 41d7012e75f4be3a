package dev.firstcome.coupon.log;

import dev.firstcome.contracts.coupon.IssueRequested;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request in exactly the form that the intake writes: its order of fields, no white space, no escapes, ids in
 * lower case. Nearly every record of a sale is one, and binding it costs more than all the rest of its decision.
 * Anything else is left to the binding; what is read here, the binding reads alike.
 */
final class WrittenRequest {
    private static final byte[] CAMPAIGN = ascii("{\"campaignId\":\"");
    private static final byte[] USER = ascii("\",\"userId\":\"");
    private static final byte[] CLIENT = ascii("\",\"clientId\":\"");
    private static final byte[] SEGMENTS = ascii("\",\"segments\":[");
    private static final byte[] ADMISSION = ascii("],\"admissionId\":\"");
    private static final byte[] SALT = ascii("\",\"salt\":\"");
    private static final byte[] TIME = ascii("\",\"intakeTime\":\"");
    private static final byte[] END = ascii("\"}");

    private static final int UUID_TEXT = 36;
    private static final byte[] NIBBLES = nibbles();
    private static final int NANO_DIGITS = 9;
    private static final int SECONDS_PER_DAY = 86_400;

    private final byte[] body;
    private int at;

    /** Once anything is not as the intake writes it, nothing that was read counts. */
    private boolean asWritten = true;

    private WrittenRequest(byte[] body) {
        this.body = body;
    }

    /** The request; null if it is not in this form, or its key is not its campaign's id. */
    static @Nullable IssueRequested read(byte[] key, byte[] body) {
        return new WrittenRequest(body).request(key);
    }

    private @Nullable IssueRequested request(byte[] key) {
        expect(CAMPAIGN);
        boolean keyed = at + UUID_TEXT <= body.length && Arrays.equals(key, 0, key.length, body, at, at + UUID_TEXT);
        if (!keyed) {
            return null;
        }
        UUID campaign = uuid();
        expect(USER);
        UUID user = uuid();
        expect(CLIENT);
        String client = text();
        expect(SEGMENTS);
        List<String> segments = texts();
        expect(ADMISSION);
        UUID admission = uuid();
        expect(SALT);
        String salt = text();
        expect(TIME);
        Instant time = instant();
        expect(END);
        return asWritten && at == body.length
                ? new IssueRequested(campaign, user, client, segments, admission, salt, time)
                : null;
    }

    private void expect(byte[] literal) {
        int end = at + literal.length;
        if (end <= body.length && Arrays.equals(literal, 0, literal.length, body, at, end)) {
            at = end;
        } else {
            asWritten = false;
        }
    }

    /** The next byte, without taking it; never a byte of text at the end. */
    private int next() {
        return at < body.length ? body[at] : -1;
    }

    /** Up to the closing quote, which is not taken. */
    private String text() {
        int from = at;
        while (next() >= ' ' && next() != '"' && next() != '\\') {
            at++;
        }
        return new String(body, from, at - from, StandardCharsets.US_ASCII);
    }

    /** Up to the closing bracket, which is not taken. */
    private List<String> texts() {
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

    private UUID uuid() {
        if (at + UUID_TEXT > body.length) {
            asWritten = false;
            return new UUID(0, 0);
        }
        long high = hex(hex(hex(0, 8, '-'), 4, '-'), 4, '-');
        long low = hex(hex(0, 4, '-'), 12, '"');
        return new UUID(high, low);
    }

    /** Appends so many digits; what follows them must be this, and is taken if it separates two groups. */
    private long hex(long before, int digits, char after) {
        long value = before;
        int wrong = 0;
        for (int i = 0; i < digits; i++) {
            int nibble = NIBBLES[body[at++] & 0xFF];
            wrong |= nibble;
            value = value << 4 | nibble & 0xF;
        }
        asWritten &= wrong >= 0 && next() == after;
        at += after == '-' ? 1 : 0;
        return value;
    }

    /** As {@link Instant} writes itself. */
    private Instant instant() {
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

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
