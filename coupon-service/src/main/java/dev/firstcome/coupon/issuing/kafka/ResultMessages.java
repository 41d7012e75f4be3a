package dev.firstcome.coupon.issuing.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.CouponRevocationApplied;
import dev.firstcome.contracts.coupon.result.GrantIssued;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import dev.firstcome.contracts.coupon.result.RequestRepeated;
import dev.firstcome.coupon.log.AsciiWriter;
import dev.firstcome.coupon.log.ResultJsonCodec;
import dev.firstcome.coupon.log.ResultPartitions;
import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Creates the Kafka records of results, byte for byte as the {@link EventCodec} writes them. Used for one batch; not
 * thread-safe.
 */
final class ResultMessages {
    private static final byte[] SOURCE = ascii(KafkaResultPublisher.SOURCE);
    private static final byte[] ISSUED = ascii(EventCodec.typeOf(CouponIssued.class));
    private static final byte[] REJECTED = ascii(EventCodec.typeOf(RequestRejected.class));

    private static final byte[] GRANTED = ascii(EventCodec.typeOf(GrantIssued.class));
    private static final byte[] REPEATED = ascii(EventCodec.typeOf(RequestRepeated.class));
    private static final byte[] REVOKED = ascii(EventCodec.typeOf(CouponRevocationApplied.class));

    private final EventCodec codec;
    private final ResultJsonCodec results = new ResultJsonCodec();
    private final AsciiWriter text = new AsciiWriter();

    ResultMessages(EventCodec codec) {
        this.codec = codec;
    }

    /** Creates a record with CloudEvents headers; its key is the user id, which determines the partition. */
    ProducerRecord<byte[], byte[]> of(CouponResult result) {
        byte[] key = text.uuid(result.userId()).drain();
        return switch (result) {
            case CouponIssued issued -> message(result, ISSUED, key, results.of(issued, key));
            case RequestRejected rejected -> message(result, REJECTED, key, results.of(rejected, key));
            case RequestRepeated repeated -> message(result, REPEATED, key, codec.write(repeated));
            case GrantIssued granted -> message(result, GRANTED, key, codec.write(granted));
            case CouponRevocationApplied revoked -> message(result, REVOKED, key, codec.write(revoked));
        };
    }

    private ProducerRecord<byte[], byte[]> message(CouponResult result, byte[] type, byte[] key, byte[] body) {
        byte[] id = text.number(result.partition())
                .append('-')
                .number(result.offset())
                .drain();
        int partition = ResultPartitions.of(result.userId());
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(Topics.COUPON_RESULTS, partition, key, body);
        EventCodec.describe(message.headers(), id, type, SOURCE, results.time(result.decidedAt()));
        return message;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
