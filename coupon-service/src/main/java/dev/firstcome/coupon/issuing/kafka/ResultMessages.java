package dev.firstcome.coupon.issuing.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.CouponTakenBack;
import dev.firstcome.contracts.coupon.GrantIssued;
import dev.firstcome.contracts.coupon.RequestRejected;
import dev.firstcome.contracts.coupon.RequestRepeated;
import dev.firstcome.coupon.log.AsciiWriter;
import dev.firstcome.coupon.log.ResultPartitions;
import dev.firstcome.coupon.log.ResultText;
import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Results as messages, as the {@link EventCodec} would write them. For one batch and one thread. */
final class ResultMessages {
    private static final byte[] SOURCE = ascii(KafkaResultPublisher.SOURCE);
    private static final byte[] ISSUED = ascii(EventCodec.typeOf(CouponIssued.class));
    private static final byte[] REJECTED = ascii(EventCodec.typeOf(RequestRejected.class));

    private static final byte[] GRANTED = ascii(EventCodec.typeOf(GrantIssued.class));
    private static final byte[] REPEATED = ascii(EventCodec.typeOf(RequestRepeated.class));
    private static final byte[] TAKEN_BACK = ascii(EventCodec.typeOf(CouponTakenBack.class));

    private final EventCodec codec;
    private final ResultText results = new ResultText();
    private final AsciiWriter text = new AsciiWriter();

    ResultMessages(EventCodec codec) {
        this.codec = codec;
    }

    /** Keyed by its user, in the user's partition, with its CloudEvents headers. */
    ProducerRecord<byte[], byte[]> of(CouponResult result) {
        byte[] key = text.uuid(result.userId()).take();
        return switch (result) {
            case CouponIssued issued -> described(result, ISSUED, key, results.of(issued, key));
            case RequestRejected rejected -> described(result, REJECTED, key, results.of(rejected, key));
            case RequestRepeated repeated -> described(result, REPEATED, key, codec.write(repeated));
            case GrantIssued granted -> described(result, GRANTED, key, codec.write(granted));
            case CouponTakenBack back -> described(result, TAKEN_BACK, key, codec.write(back));
        };
    }

    private ProducerRecord<byte[], byte[]> described(CouponResult result, byte[] type, byte[] key, byte[] body) {
        byte[] id =
                text.number(result.partition()).put('-').number(result.offset()).take();
        int partition = ResultPartitions.of(result.userId());
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(Topics.COUPON_RESULTS, partition, key, body);
        EventCodec.describe(message.headers(), id, type, SOURCE, results.time(result.decidedAt()));
        return message;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
