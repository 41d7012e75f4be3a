package dev.firstcome.e2e.hostile;

import dev.firstcome.e2e.openapi.ApiSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Generates hostile values for a schema: other types, numbers that lose digits or do not end, texts that no store
 * keeps, and bytes that are no text. The values of a schema are the same in every run.
 */
final class HostileValues {
    /** Longer than every limit for a text, and shorter than the limit for a body. */
    static final int LONG_TEXT = 20_000;

    static final int DEEP = 1_000;
    private static final int MANY_ITEMS = 1_001;

    private static final String TWO_TO_63 = "9223372036854775808";
    private static final List<HostileValue> ESCAPED_TEXTS = List.of(
            HostileValue.of("not-a-value"),
            HostileValue.of("10.5"),
            HostileValue.of("-1"),
            HostileValue.of(TWO_TO_63),
            HostileValue.of("1e400"),
            HostileValue.of("1e100000000"),
            HostileValue.of("null"),
            HostileValue.of("NUL", "%00"),
            HostileValue.of("control characters", "%01%1b"),
            HostileValue.of("line break", "%0d%0a"),
            HostileValue.of("%ff"),
            HostileValue.of("%ff%fe"),
            HostileValue.of("UTF-8 of a lone surrogate", "%ed%a0%80"),
            HostileValue.of("NFD", "e%cc%81"),
            HostileValue.of("a=b"),
            HostileValue.of("=="),
            HostileValue.of("[]"),
            HostileValue.of("%5B%5D"),
            HostileValue.of("{}"),
            HostileValue.of("%zz"),
            HostileValue.of("UTF-8 bytes", "é한"),
            HostileValue.ofLatin1("Latin-1 byte", "é"));
    private static final HostileValue LONG_ESCAPED = HostileValue.of("20 kB", "a".repeat(LONG_TEXT));
    /** Values that can lead to another operation. */
    private static final List<HostileValue> PATH_STRUCTURE = List.of(
            HostileValue.of(""),
            HostileValue.of("."),
            HostileValue.of("%2e%2e"),
            HostileValue.of("%2f"),
            HostileValue.of("%5c"),
            HostileValue.of("a;b=c"),
            HostileValue.of("a//b"),
            LONG_ESCAPED);

    private static final List<HostileValue> HEADERS = List.of(
            HostileValue.of(""),
            HostileValue.of("not-a-value"),
            HostileValue.of("10.5"),
            HostileValue.of("-1"),
            HostileValue.of(TWO_TO_63),
            HostileValue.of("=="),
            HostileValue.of("[]"),
            HostileValue.of("a, b"),
            HostileValue.of("quotes", "\"'"),
            HostileValue.of("4 kB", "a".repeat(4_000)),
            HostileValue.of("NUL", "a\0b"),
            HostileValue.of("control character", "a\u0001b"),
            HostileValue.of("UTF-8 bytes", "é한"),
            HostileValue.ofLatin1("Latin-1 byte", "é"),
            HostileValue.ofLatin1("bytes that are no UTF-8", "\u00ff\u00fe"));

    private HostileValues() {}

    /** Escaped values of a query parameter. */
    static List<HostileValue> ofQuery() {
        List<HostileValue> values = new ArrayList<>(ESCAPED_TEXTS);
        values.add(HostileValue.of(""));
        values.add(LONG_ESCAPED);
        return values;
    }

    /** Escaped values of a path variable that stay in their path segment. */
    static List<HostileValue> ofPath() {
        return ESCAPED_TEXTS;
    }

    /** Escaped values that change the path. The response may be that of another operation. */
    static List<HostileValue> ofPathStructure() {
        return PATH_STRUCTURE;
    }

    /** Bytes of a header value. */
    static List<HostileValue> ofHeader() {
        return HEADERS;
    }

    /** JSON values that do not fit the schema, or that only just do. Some are not even JSON. */
    static List<HostileValue> ofJson(ApiSchema schema) {
        return switch (schema.type()) {
            case "integer", "number" -> numbers();
            case "boolean" -> otherTypes("\"true\"", "5", "[]", "{}");
            case "array" -> arrays();
            case "object" -> objects();
            default -> texts(schema);
        };
    }

    private static List<HostileValue> otherTypes(String... types) {
        List<HostileValue> values = new ArrayList<>(List.of(HostileValue.of("null"), HostileValue.of("\"\"")));
        for (String type : types) {
            values.add(HostileValue.of(type));
        }
        return values;
    }

    private static List<HostileValue> numbers() {
        return otherTypes(
                "\"5\"",
                "10.5",
                "-1",
                "0",
                "1.0",
                "2147483648",
                TWO_TO_63,
                "-9223372036854775809",
                "1e400",
                "1e100000000",
                "-1e-100000000",
                "NaN",
                "true",
                "[]",
                "{}");
    }

    private static List<HostileValue> texts(ApiSchema schema) {
        List<HostileValue> values = otherTypes("5", "10.5", "true", "[]", "{}", "\"5\"", "\"==\"", "\"a=b\"");
        values.add(HostileValue.of("text of 20 kB", "\"" + "a".repeat(LONG_TEXT) + "\""));
        values.add(HostileValue.of("NUL", "\"a\\u0000b\""));
        values.add(HostileValue.of("control characters", "\"a\\u0001\\u001bb\""));
        values.add(HostileValue.of("raw control character", "\"a\u0001b\""));
        values.add(HostileValue.of("lone surrogate", "\"a\\ud800b\""));
        values.add(HostileValue.of("reversed surrogates", "\"\\udc00\\ud800\""));
        values.add(HostileValue.of("NFD", "\"e\u0301\""));
        values.add(HostileValue.ofLatin1("bytes that are no UTF-8", "\"\u00ff\u00fe\""));
        values.add(HostileValue.of("open text", "\"a"));
        switch (schema.format()) {
            case "uuid" -> values.add(HostileValue.of("\"1-1-1-1-1\""));
            case "date-time" -> {
                values.add(HostileValue.of("\"2026-02-30T00:00:00Z\""));
                values.add(HostileValue.of("\"+1000000000-12-31T23:59:59.999999999Z\""));
                values.add(HostileValue.of("\"2026-01-01\""));
            }
            default -> {}
        }
        String allowed = schema.firstEnumValue();
        if (!allowed.isEmpty()) {
            values.add(HostileValue.of("\"" + allowed.toLowerCase(Locale.ROOT) + "\""));
            values.add(HostileValue.of("\" " + allowed + "\""));
        }
        return values;
    }

    private static List<HostileValue> arrays() {
        List<HostileValue> values = otherTypes("\"x\"", "5", "{}", "[]", "[null]", "[[]]", "[{}]", "[5, \"x\"]");
        values.add(HostileValue.of("1,001 elements", "[" + "null,".repeat(MANY_ITEMS - 1) + "null]"));
        values.add(deepArray());
        return values;
    }

    private static List<HostileValue> objects() {
        List<HostileValue> values =
                otherTypes("\"x\"", "5", "[]", "[{}]", "{}", "{\"unknownField\": 1}", "{\"\": null}");
        values.add(deepObject());
        return values;
    }

    static HostileValue deepArray() {
        return HostileValue.of("1,000 nested arrays", "[".repeat(DEEP) + "]".repeat(DEEP));
    }

    static HostileValue deepObject() {
        return HostileValue.of("1,000 nested objects", "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP));
    }
}
