package dev.firstcome.coupon.log;

import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.contracts.coupon.RequestRejected;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of results, byte for byte as it is bound everywhere else, at a fraction of the cost: results are most of what
 * the issuer writes and the wallet reads. A writer is for one thread.
 */
public final class ResultText {
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

    /** @param user its user's id as text, which its key is made of too */
    public byte[] of(CouponIssued issued, byte[] user) {
        begin(issued, user)
                .put(COUPON)
                .uuid(issued.couponId())
                .put(SEQUENCE)
                .number(issued.sequence())
                .put(ORDINAL)
                .number(issued.ordinal());
        return end(issued.decidedAt());
    }

    /** @param user its user's id as text, which its key is made of too */
    public byte[] of(RequestRejected rejected, byte[] user) {
        begin(rejected, user).put(REASON).put(rejected.reason().name());
        UUID coupon = rejected.couponId();
        if (coupon == null) {
            text.put(NO_COUPON);
        } else {
            text.put(COUPON).uuid(coupon).put('"');
        }
        return end(rejected.decidedAt());
    }

    private AsciiWriter begin(CouponResult result, byte[] user) {
        return text.put(PARTITION)
                .number(result.partition())
                .put(OFFSET)
                .number(result.offset())
                .put(CAMPAIGN)
                .uuid(result.campaignId())
                .put(USER)
                .put(user);
    }

    private byte[] end(Instant decidedAt) {
        return text.put(DECIDED).put(time(decidedAt)).put(END).take();
    }

    /** Neighbours in the log were mostly appended in one millisecond. */
    public byte[] time(Instant at) {
        if (!at.equals(time)) {
            time = at;
            timeText = ascii(at.toString());
        }
        return timeText;
    }

    /** The coupon, if it is in exactly this form; else null, and the binding decides what it is. */
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
        boolean fits = partition <= Integer.MAX_VALUE && ordinal <= Integer.MAX_VALUE;
        return reader.isWhole() && fits
                ? new CouponIssued((int) partition, offset, campaign, user, coupon, sequence, (int) ordinal, decidedAt)
                : null;
    }

    /** The rejection, if it is in exactly this form; else null, and the binding decides what it is. */
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
        return reader.isWhole() && reason != null && partition <= Integer.MAX_VALUE
                ? new RequestRejected((int) partition, offset, campaign, user, reason, coupon, decidedAt)
                : null;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
