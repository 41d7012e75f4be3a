package dev.firstcome.model.random;

import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Writes a record as JSON in one of many equivalent forms. */
final class JsonFieldVariations {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Random random;

    JsonFieldVariations(Random random) {
        this.random = random;
    }

    /** Returns the fields of the record in a random order, sometimes with unknown fields. */
    Map<String, @Nullable Object> of(CouponRecord record) {
        var names = new ArrayList<String>();
        var values = new LinkedHashMap<String, @Nullable Object>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = valueOf(component, record);
            if (value != null || random.nextBoolean()) {
                names.add(component.getName());
                values.put(component.getName(), plain(value));
            }
        }
        if (random.nextInt(5) == 0) {
            names.add("addedLater");
            values.put("addedLater", random.nextBoolean() ? Map.of("deep", List.of(1, 2)) : "text");
        }
        if (random.nextBoolean()) {
            Collections.shuffle(names, random);
        }
        var fields = new LinkedHashMap<String, @Nullable Object>();
        names.forEach(name -> fields.put(name, values.get(name)));
        return fields;
    }

    byte[] write(Map<String, @Nullable Object> fields) {
        return random.nextInt(20) == 0
                ? JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(fields)
                : JSON.writeValueAsBytes(fields);
    }

    /** Mostly returns TIME, because after an operator's close no further coupons are issued. */
    CloseCause cause() {
        return random.nextInt(100) < 15 ? CloseCause.OPERATOR : CloseCause.TIME;
    }

    private @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case UUID id -> random.nextInt(30) == 0 ? id.toString().toUpperCase(Locale.ROOT) : id.toString();
            case Instant time -> time.toString();
            case Integer number -> random.nextInt(30) == 0 ? number.toString() : number;
            case Long number -> random.nextInt(30) == 0 ? number.toString() : number;
            case Enum<?> constant -> constant.name();
            case null -> null;
            default -> value;
        };
    }

    private static @Nullable Object valueOf(RecordComponent component, CouponRecord record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
