package dev.firstcome.coupon.log;

import dev.firstcome.contracts.coupon.CouponCommand;
import dev.firstcome.contracts.coupon.CouponRecord;
import dev.firstcome.contracts.coupon.IssueRequested;
import dev.firstcome.platform.events.EventCodec;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Reads the bytes of the coupon log. A record is readable if its type is known, its body is JSON of that type with every
 * required field, and its key is its campaign's id; anything else is no record, and never an exception.
 */
public final class LogFormat {
    private final EventCodec codec;
    private final Map<String, Class<? extends CouponRecord>> types = new HashMap<>();
    private final Map<Class<?>, RecordComponent[]> required = new HashMap<>();

    public LogFormat(EventCodec codec) {
        this.codec = codec;
        Stream.concat(Stream.of(IssueRequested.class), Arrays.stream(CouponCommand.class.getPermittedSubclasses()))
                .map(type -> type.asSubclass(CouponRecord.class))
                .forEach(this::learn);
    }

    private void learn(Class<? extends CouponRecord> type) {
        types.put(EventCodec.typeOf(type), type);
        required.put(
                type,
                Arrays.stream(type.getRecordComponents())
                        .filter(part -> !part.getType().isPrimitive())
                        .filter(part -> !part.getAnnotatedType().isAnnotationPresent(Nullable.class))
                        .toArray(RecordComponent[]::new));
    }

    /** The record, or null if these bytes are none. */
    public @Nullable CouponRecord read(byte @Nullable [] key, @Nullable String type, byte @Nullable [] body) {
        Class<? extends CouponRecord> known = type == null ? null : types.get(type);
        if (known == null || key == null || body == null) {
            return null;
        }
        try {
            CouponRecord record = codec.read(known, body);
            boolean whole = record != null && complete(record) && keyed(key, record);
            return whole ? record : null;
        } catch (JacksonException unreadable) {
            return null;
        }
    }

    private boolean complete(CouponRecord record) {
        if (record instanceof IssueRequested asked) { // the hot path, without reflection
            return asked.campaignId() != null
                    && asked.userId() != null
                    && asked.clientId() != null
                    && asked.segments() != null
                    && asked.admissionId() != null
                    && asked.salt() != null
                    && asked.intakeTime() != null;
        }
        for (RecordComponent part : required.getOrDefault(record.getClass(), new RecordComponent[0])) {
            if (valueOf(part, record) == null) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object valueOf(RecordComponent part, CouponRecord record) {
        try {
            return part.getAccessor().invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(part + " of a public record cannot be read", impossible);
        }
    }

    private static boolean keyed(byte[] key, CouponRecord record) {
        return Arrays.equals(key, record.campaignId().toString().getBytes(StandardCharsets.UTF_8));
    }
}
