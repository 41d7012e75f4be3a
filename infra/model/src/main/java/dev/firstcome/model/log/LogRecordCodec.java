package dev.firstcome.model.log;

import dev.firstcome.contracts.EventType;
import dev.firstcome.contracts.coupon.log.CouponCommand;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Encodes and decodes the records of the log. A record is readable if its type is known, its value is JSON that binds
 * to the type without a missing component, and its key is exactly the text of the campaign id.
 */
public final class LogRecordCodec {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final Map<String, Class<? extends CouponRecord>> TYPES = types();

    private LogRecordCodec() {}

    /** Decodes a record; empty if it is unreadable. */
    public static Optional<CouponRecord> read(LogRecord record) {
        Class<? extends CouponRecord> type = record.type() == null ? null : TYPES.get(record.type());
        if (type == null || record.value() == null || record.key() == null) {
            return Optional.empty();
        }
        CouponRecord read = bind(type, record.value());
        if (read == null || lacksComponent(read)) {
            return Optional.empty();
        }
        byte[] key = read.campaignId().toString().getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(key, record.key()) ? Optional.of(read) : Optional.empty();
    }

    /** Encodes a record in the format of the services. */
    public static LogRecord write(int partition, long offset, long timestampMillis, CouponRecord record) {
        return new LogRecord(
                partition,
                offset,
                timestampMillis,
                record.campaignId().toString().getBytes(StandardCharsets.UTF_8),
                typeOf(record.getClass()),
                JSON.writeValueAsBytes(record));
    }

    /** Returns the {@code ce_type} of a record's class. */
    public static String typeOf(Class<?> type) {
        EventType name = type.getAnnotation(EventType.class);
        if (name == null) {
            throw new IllegalStateException(type + " has no @EventType");
        }
        return name.value();
    }

    private static @Nullable CouponRecord bind(Class<? extends CouponRecord> type, byte[] value) {
        try {
            return JSON.readValue(value, type);
        } catch (JacksonException unreadable) {
            return null;
        }
    }

    private static boolean lacksComponent(CouponRecord record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            boolean mayBeNull = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            Object value = valueOf(component, record);
            if (!mayBeNull
                    && (value == null
                            || (value instanceof List<?> list && list.stream().anyMatch(Objects::isNull)))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Object valueOf(RecordComponent component, CouponRecord record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Class<? extends CouponRecord>> types() {
        var types = new HashMap<String, Class<? extends CouponRecord>>();
        types.put(typeOf(IssueRequested.class), IssueRequested.class);
        for (Class<?> command : CouponCommand.class.getPermittedSubclasses()) {
            types.put(typeOf(command), command.asSubclass(CouponCommand.class));
        }
        return Map.copyOf(types);
    }
}
