package dev.firstcome.coupon.issuing.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.RequestRejected;
import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Results as messages, byte for byte as the {@link EventCodec} writes them, at a fraction of its cost: results are most
 * of what the issuer does. For one batch and one thread.
 */
final class ResultFormat {
    private static final byte[] SOURCE = ascii(KafkaResultPublisher.SOURCE);
    private static final byte[] ISSUED = ascii(EventCodec.typeOf(CouponIssued.class));
    private static final byte[] REJECTED = ascii(EventCodec.typeOf(RequestRejected.class));

    private static final byte[] PARTITION = ascii("{\"partition\":");
    private static final byte[] OFFSET = ascii(",\"offset\":");
    private static final byte[] CAMPAIGN = ascii(",\"campaignId\":");
    private static final byte[] USER = ascii(",\"userId\":");
    private static final byte[] COUPON = ascii(",\"couponId\":");
    private static final byte[] SEQUENCE = ascii(",\"sequence\":");
    private static final byte[] ORDINAL = ascii(",\"ordinal\":");
    private static final byte[] REASON = ascii(",\"reason\":\"");
    private static final byte[] DECIDED = ascii(",\"decidedAt\":\"");
    private static final byte[] NULL = ascii("null");

    private final AsciiWriter text = new AsciiWriter();
    private Instant time = Instant.EPOCH;
    private byte[] timeText = ascii(time.toString());

    /** The message, keyed by its user, with its CloudEvents headers. */
    ProducerRecord<byte[], byte[]> message(CouponResult result) {
        byte[] key = text.uuid(result.userId()).take();
        return switch (result) {
            case CouponIssued issued -> described(key, body(issued), ISSUED, issued);
            case RequestRejected rejected -> described(key, body(rejected), REJECTED, rejected);
            default -> throw new IllegalStateException(result.getClass() + " is not a result of a request");
        };
    }

    private ProducerRecord<byte[], byte[]> described(byte[] key, byte[] body, byte[] type, CouponResult result) {
        byte[] id =
                text.number(result.partition()).put('-').number(result.offset()).take();
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(Topics.COUPON_RESULTS, key, body);
        EventCodec.describe(message.headers(), id, type, SOURCE, timeText);
        return message;
    }

    private byte[] body(CouponIssued issued) {
        begin(issued)
                .put(COUPON)
                .put('"')
                .uuid(issued.couponId())
                .put('"')
                .put(SEQUENCE)
                .number(issued.sequence())
                .put(ORDINAL)
                .number(issued.ordinal());
        return end(issued.decidedAt());
    }

    private byte[] body(RequestRejected rejected) {
        begin(rejected).put(REASON).put(rejected.reason().name()).put('"').put(COUPON);
        UUID coupon = rejected.couponId();
        if (coupon == null) {
            text.put(NULL);
        } else {
            text.put('"').uuid(coupon).put('"');
        }
        return end(rejected.decidedAt());
    }

    private AsciiWriter begin(CouponResult result) {
        return text.put(PARTITION)
                .number(result.partition())
                .put(OFFSET)
                .number(result.offset())
                .put(CAMPAIGN)
                .put('"')
                .uuid(result.campaignId())
                .put('"')
                .put(USER)
                .put('"')
                .uuid(result.userId())
                .put('"');
    }

    private byte[] end(Instant decidedAt) {
        if (!decidedAt.equals(time)) { // neighbours in the log were mostly appended in one millisecond
            time = decidedAt;
            timeText = ascii(decidedAt.toString());
        }
        return text.put(DECIDED).put(timeText).put('"').put('}').take();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
