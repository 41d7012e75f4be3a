package dev.firstcome.coupon.log;

import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes and parses the JSON of results without data binding, byte for byte equal to the output of the event codec.
 * Results are most of the data that issuers write and wallets read. An instance is not thread-safe.
 */
public final class ResultJsonCodec {
    private static final byte[] PARTITION = ascii("{\"partition\":");
    private static final byte[] OFFSET = ascii(",\"offset\":");
    private static final byte[] CAMPAIGN = ascii(",\"campaignId\":\"");
    private static final byte[] USER = ascii("\",\"userId\":\"");
    private static final byte[] COUPON = ascii("\",\"couponId\":\"");
    private static final byte[] NO_COUPON = ascii("\",\"couponId\":null");
    private static final byte[] SEQUENCE = ascii("\",\"sequence\":");
    private static final byte[] ORDINAL = ascii(",\"ordinal\":");
    private static final byte[] REASON = ascii("\",\"reason\":\"");
    private static final byte[] DECIDED = ascii(",\"decidedAt\":\"");
    private static final byte[] END = ascii("\"}");
    private static final byte[] QUOTE = ascii("\"");
    private static final Map<String, RejectReason> REASONS =
            Arrays.stream(RejectReason.values()).collect(Collectors.toMap(RejectReason::name, Function.identity()));

    private final AsciiWriter text = new AsciiWriter();
    private Instant time = Instant.EPOCH;
    private byte[] timeText = ascii(time.toString());

    /** @param user the user id as text, which is also the key of the record */
    public byte[] of(CouponIssued issued, byte[] user) {
        begin(issued, user)
                .append(COUPON)
                .uuid(issued.couponId())
                .append(SEQUENCE)
                .number(issued.sequence())
                .append(ORDINAL)
                .number(issued.ordinal());
        return end(issued.decidedAt());
    }

    /** @param user the user id as text, which is also the key of the record */
    public byte[] of(RequestRejected rejected, byte[] user) {
        begin(rejected, user).append(REASON).append(rejected.reason().name());
        UUID coupon = rejected.couponId();
        if (coupon == null) {
            text.append(NO_COUPON);
        } else {
            text.append(COUPON).uuid(coupon).append('"');
        }
        return end(rejected.decidedAt());
    }

    private AsciiWriter begin(CouponResult result, byte[] user) {
        return text.append(PARTITION)
                .number(result.partition())
                .append(OFFSET)
                .number(result.offset())
                .append(CAMPAIGN)
                .uuid(result.campaignId())
                .append(USER)
                .append(user);
    }

    private byte[] end(Instant decidedAt) {
        return text.append(DECIDED).append(time(decidedAt)).append(END).drain();
    }

    /** Formats a time and caches it, because most adjacent records have the same millisecond. */
    public byte[] time(Instant at) {
        if (!at.equals(time)) {
            time = at;
            timeText = ascii(at.toString());
        }
        return timeText;
    }

    /** Parses a coupon; returns null if the bytes have another form, which must then be bound by the codec. */
    public static @Nullable CouponIssued issued(byte[] body) {
        AsciiReader reader = new AsciiReader(body);
        reader.expect(PARTITION);
        long partition = reader.number();
        reader.expect(OFFSET);
        long offset = reader.number();
        reader.expect(CAMPAIGN);
        UUID campaign = reader.uuid();
        reader.expect(USER);
        UUID user = reader.uuid();
        reader.expect(COUPON);
        UUID coupon = reader.uuid();
        reader.expect(SEQUENCE);
        long sequence = reader.number();
        reader.expect(ORDINAL);
        long ordinal = reader.number();
        reader.expect(DECIDED);
        Instant decidedAt = reader.instant();
        reader.expect(END);
        boolean inRange = partition <= Integer.MAX_VALUE && ordinal <= Integer.MAX_VALUE;
        return reader.isValid() && inRange
                ? new CouponIssued((int) partition, offset, campaign, user, coupon, sequence, (int) ordinal, decidedAt)
                : null;
    }

    /** Parses a rejection; returns null if the bytes have another form, which must then be bound by the codec. */
    public static @Nullable RequestRejected rejected(byte[] body) {
        AsciiReader reader = new AsciiReader(body);
        reader.expect(PARTITION);
        long partition = reader.number();
        reader.expect(OFFSET);
        long offset = reader.number();
        reader.expect(CAMPAIGN);
        UUID campaign = reader.uuid();
        reader.expect(USER);
        UUID user = reader.uuid();
        reader.expect(REASON);
        RejectReason reason = REASONS.get(reader.text());
        UUID coupon = null;
        if (reader.isNext(NO_COUPON)) {
            reader.expect(NO_COUPON);
        } else {
            reader.expect(COUPON);
            coupon = reader.uuid();
            reader.expect(QUOTE);
        }
        reader.expect(DECIDED);
        Instant decidedAt = reader.instant();
        reader.expect(END);
        return reader.isValid() && reason != null && partition <= Integer.MAX_VALUE
                ? new RequestRejected((int) partition, offset, campaign, user, reason, coupon, decidedAt)
                : null;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
