package dev.firstcome.model.random;

import dev.firstcome.model.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The corruptions of a readable record. Some corrupted records remain readable. */
enum RecordCorruption {
    NOT_JSON,
    CUT_OFF,
    TRAILING,
    ANOTHER_SHAPE,
    JSON_NULL,
    NOT_UTF8,
    NO_VALUE,
    EMPTY_VALUE,
    NO_KEY,
    EMPTY_KEY,
    KEY_OF_ANOTHER,
    KEY_WITH_SPACE,
    KEY_IN_CAPITALS,
    NO_TYPE,
    UNKNOWN_TYPE,
    TYPE_OF_ANOTHER,
    FIELD_NULL,
    FIELD_MISSING,
    TEXT_FOR_ANYTHING,
    NUMBER_FOR_ANYTHING,
    LIST_FOR_ANYTHING,
    NULL_IN_A_LIST;

    private static final Set<String> VERSIONS = Set.of("rules", "version");
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    static LogRecord random(Random random, LogRecord good) {
        RecordCorruption kind = values()[random.nextInt(values().length)];
        return kind.applyTo(random, good);
    }

    LogRecord applyTo(Random random, LogRecord good) {
        return switch (this) {
            case NO_KEY -> withKey(good, null);
            case EMPTY_KEY -> withKey(good, "");
            case KEY_OF_ANOTHER -> withKey(good, new UUID(random.nextLong(), random.nextLong()).toString());
            case KEY_WITH_SPACE -> withKey(good, key(good) + " ");
            case KEY_IN_CAPITALS -> withKey(good, key(good).toUpperCase(Locale.ROOT));
            case NO_TYPE -> withType(good, null);
            case UNKNOWN_TYPE -> withType(good, random.nextBoolean() ? "coupon.issue-requested.v2" : "");
            case TYPE_OF_ANOTHER -> withType(good, "coupon.draw-revealed.v1");
            case NOT_JSON,
                    CUT_OFF,
                    TRAILING,
                    ANOTHER_SHAPE,
                    JSON_NULL,
                    NOT_UTF8,
                    NO_VALUE,
                    EMPTY_VALUE,
                    FIELD_NULL,
                    FIELD_MISSING,
                    TEXT_FOR_ANYTHING,
                    NUMBER_FOR_ANYTHING,
                    LIST_FOR_ANYTHING,
                    NULL_IN_A_LIST -> withValue(good, value(random, good));
        };
    }

    private byte @Nullable [] value(Random random, LogRecord good) {
        byte[] bytes = good.value() == null ? new byte[0] : good.value();
        return switch (this) {
            case NOT_JSON -> utf8("a coupon, please");
            case CUT_OFF -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case TRAILING -> utf8(new String(bytes, StandardCharsets.UTF_8) + "{}");
            case ANOTHER_SHAPE -> utf8(random.nextBoolean() ? "[1,2,3]" : "\"text\"");
            case JSON_NULL -> utf8("null");
            case NOT_UTF8 -> new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '1', '}'};
            case NO_VALUE -> null;
            default -> corruptField(random, bytes);
        };
    }

    private byte[] corruptField(Random random, byte[] bytes) {
        if (this == EMPTY_VALUE) {
            return new byte[0];
        }
        var fields = (ObjectNode) JSON.readTree(bytes);
        List<String> names = List.copyOf(fields.propertyNames());
        String name = names.get(random.nextInt(names.size()));
        switch (this) {
            case FIELD_NULL -> fields.putNull(name);
            case FIELD_MISSING -> fields.remove(name);
            case TEXT_FOR_ANYTHING -> fields.put(name, "text");
            // An unknown version of the rules would stop the fold.
            case NUMBER_FOR_ANYTHING -> fields.put(name, VERSIONS.contains(name) ? 1 : 7);
            case NULL_IN_A_LIST -> fields.putArray(name).addNull();
            default -> fields.putArray(name).addArray();
        }
        return JSON.writeValueAsBytes(fields);
    }

    private static String key(LogRecord record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }

    private static LogRecord withKey(LogRecord good, @Nullable String key) {
        byte[] bytes = key == null ? null : utf8(key);
        return new LogRecord(good.partition(), good.offset(), good.timestampMillis(), bytes, good.type(), good.value());
    }

    private static LogRecord withType(LogRecord good, @Nullable String type) {
        return new LogRecord(good.partition(), good.offset(), good.timestampMillis(), good.key(), type, good.value());
    }

    private static LogRecord withValue(LogRecord good, byte @Nullable [] value) {
        return new LogRecord(good.partition(), good.offset(), good.timestampMillis(), good.key(), good.type(), value);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
