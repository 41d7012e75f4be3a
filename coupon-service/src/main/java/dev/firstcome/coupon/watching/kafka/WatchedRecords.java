package dev.firstcome.coupon.watching.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.CouponCommand;
import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.IssueRequested;
import dev.firstcome.contracts.coupon.RequestRejected;
import dev.firstcome.contracts.coupon.RequestRepeated;
import dev.firstcome.coupon.log.LogFormat;
import dev.firstcome.coupon.log.ResultText;
import dev.firstcome.coupon.watching.Watched;
import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** What the watch needs of records, at little cost: of a request its place and its key, which is its campaign. */
final class WatchedRecords {
    private static final byte[] ASKED = type(IssueRequested.class);
    private static final byte[] ISSUED = type(CouponIssued.class);
    private static final byte[] REJECTED = type(RequestRejected.class);
    private static final byte[] REPEATED = type(RequestRepeated.class);
    private static final int UUID_TEXT = 36;

    private final EventCodec codec;
    private final LogFormat format;

    WatchedRecords(EventCodec codec) {
        this.codec = codec;
        this.format = new LogFormat(codec);
    }

    /** Null: nothing that the watch looks at, or that can be read. */
    @Nullable
    Watched read(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(EventCodec.TYPE);
        if (header == null || record.key() == null || record.value() == null) {
            return null;
        }
        byte[] type = header.value();
        if (record.topic().equals(Topics.COUPON_RESULTS)) {
            CouponResult result = result(type, record.value());
            return result == null || result.partition() >= Topics.PARTITIONS
                    ? null
                    : new Watched.Told(result, record.partition(), record.offset());
        }
        return Arrays.equals(type, ASKED) ? asked(record) : commanded(record, type);
    }

    private @Nullable CouponResult result(byte[] type, byte[] body) {
        try {
            if (Arrays.equals(type, REJECTED)) {
                RequestRejected quick = ResultText.rejected(body);
                return quick == null ? codec.read(RequestRejected.class, body) : quick;
            }
            if (Arrays.equals(type, ISSUED)) {
                CouponIssued quick = ResultText.issued(body);
                return quick == null ? codec.read(CouponIssued.class, body) : quick;
            }
            return Arrays.equals(type, REPEATED) ? codec.read(RequestRepeated.class, body) : null;
        } catch (JacksonException unreadable) {
            return null;
        }
    }

    private static @Nullable Watched asked(ConsumerRecord<byte[], byte[]> record) {
        try {
            String campaign = new String(record.key(), StandardCharsets.US_ASCII);
            return campaign.length() == UUID_TEXT
                    ? new Watched.Asked(UUID.fromString(campaign), record.partition(), record.offset())
                    : null;
        } catch (IllegalArgumentException noCampaign) {
            return null;
        }
    }

    private @Nullable Watched commanded(ConsumerRecord<byte[], byte[]> record, byte[] type) {
        return format.read(record.key(), type, record.value()) instanceof CouponCommand command
                ? new Watched.Commanded(command, record.partition(), record.offset())
                : null;
    }

    private static byte[] type(Class<?> type) {
        return EventCodec.typeOf(type).getBytes(StandardCharsets.UTF_8);
    }
}
