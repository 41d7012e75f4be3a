package dev.firstcome.coupon.log;

import dev.firstcome.contracts.coupon.log.CouponCommand;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Parses the bytes of the coupon log. A record is readable if its key is the campaign id, its type is known, and its
 * body is JSON with every required field. Unreadable bytes return null and never raise an exception.
 */
public final class LogFormat {
    private static final Map<String, Class<? extends CouponRecord>> TYPES = Stream.concat(
                    Stream.of(IssueRequested.class), Arrays.stream(CouponCommand.class.getPermittedSubclasses()))
            .map(type -> type.<CouponRecord>asSubclass(CouponRecord.class))
            .collect(Collectors.toMap(EventCodec::typeOf, Function.identity()));
    private static final byte[] REQUEST = utf8(EventCodec.typeOf(IssueRequested.class));

    private final EventCodec codec;

    public LogFormat(EventCodec codec) {
        this.codec = codec;
    }

    /** Parses the bytes of one record into an entry without its trace context. */
    public LogEntry entry(
            long offset, long timeMillis, byte @Nullable [] key, byte @Nullable [] type, byte @Nullable [] body) {
        CouponRecord record = read(key, type, body);
        return new LogEntry(
                offset, timeMillis, record, null, record == null ? new LogEntry.Unreadable(key, body, type) : null);
    }

    /** Returns the record, or null if the bytes are not readable. */
    public @Nullable CouponRecord read(byte @Nullable [] key, byte @Nullable [] type, byte @Nullable [] body) {
        if (key == null || type == null || body == null) {
            return null;
        }
        if (Arrays.equals(type, REQUEST)) {
            IssueRequested request = IssueRequestParser.parse(key, body);
            if (request != null) {
                return request;
            }
        }
        Class<? extends CouponRecord> known = TYPES.get(new String(type, StandardCharsets.UTF_8));
        return known == null ? null : bind(known, key, body);
    }

    private @Nullable CouponRecord bind(Class<? extends CouponRecord> known, byte[] key, byte[] body) {
        try {
            CouponRecord record = codec.read(known, body);
            return Arrays.equals(key, utf8(record.campaignId().toString())) ? record : null;
        } catch (JacksonException unreadable) {
            return null;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
