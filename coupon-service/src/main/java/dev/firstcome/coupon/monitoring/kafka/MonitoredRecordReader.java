package dev.firstcome.coupon.monitoring.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.log.CouponCommand;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import dev.firstcome.contracts.coupon.result.RequestRepeated;
import dev.firstcome.coupon.log.LogFormat;
import dev.firstcome.coupon.log.ResultJsonCodec;
import dev.firstcome.coupon.monitoring.MonitoredRecord;
import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Reads the data that the monitor needs at low cost. Of a request it reads only the key, which is the campaign id. */
final class MonitoredRecordReader {
    private static final byte[] REQUESTED = type(IssueRequested.class);
    private static final byte[] ISSUED = type(CouponIssued.class);
    private static final byte[] REJECTED = type(RequestRejected.class);
    private static final byte[] REPEATED = type(RequestRepeated.class);
    private static final int UUID_TEXT = 36;

    private final EventCodec codec;
    private final LogFormat format;

    MonitoredRecordReader(EventCodec codec) {
        this.codec = codec;
        this.format = new LogFormat(codec);
    }

    /** Null for unreadable records and for types that the monitor ignores. */
    @Nullable
    MonitoredRecord read(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(EventCodec.TYPE);
        if (header == null || record.key() == null || record.value() == null) {
            return null;
        }
        byte[] type = header.value();
        if (record.topic().equals(Topics.COUPON_RESULTS)) {
            CouponResult result = result(type, record.value());
            return result == null || result.partition() >= Topics.PARTITIONS
                    ? null
                    : new MonitoredRecord.Result(result, record.partition(), record.offset());
        }
        return Arrays.equals(type, REQUESTED) ? request(record) : command(record, type);
    }

    private @Nullable CouponResult result(byte[] type, byte[] body) {
        try {
            if (Arrays.equals(type, REJECTED)) {
                RequestRejected parsed = ResultJsonCodec.rejected(body);
                return parsed == null ? codec.read(RequestRejected.class, body) : parsed;
            }
            if (Arrays.equals(type, ISSUED)) {
                CouponIssued parsed = ResultJsonCodec.issued(body);
                return parsed == null ? codec.read(CouponIssued.class, body) : parsed;
            }
            return Arrays.equals(type, REPEATED) ? codec.read(RequestRepeated.class, body) : null;
        } catch (JacksonException unreadable) {
            return null;
        }
    }

    private static @Nullable MonitoredRecord request(ConsumerRecord<byte[], byte[]> record) {
        try {
            String campaign = new String(record.key(), StandardCharsets.US_ASCII);
            return campaign.length() == UUID_TEXT
                    ? new MonitoredRecord.Request(UUID.fromString(campaign), record.partition(), record.offset())
                    : null;
        } catch (IllegalArgumentException invalidId) {
            return null;
        }
    }

    private @Nullable MonitoredRecord command(ConsumerRecord<byte[], byte[]> record, byte[] type) {
        return format.read(record.key(), type, record.value()) instanceof CouponCommand command
                ? new MonitoredRecord.Command(command, record.partition(), record.offset())
                : null;
    }

    private static byte[] type(Class<?> type) {
        return EventCodec.typeOf(type).getBytes(StandardCharsets.UTF_8);
    }
}
