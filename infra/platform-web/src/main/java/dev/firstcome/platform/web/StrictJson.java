package dev.firstcome.platform.web;

import java.time.DateTimeException;
import java.time.Instant;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Makes request bodies strict: a value of another JSON type, a fraction for an integer, an unknown field and a duplicate
 * field are errors. Nothing is truncated or converted silently. It applies to all controllers of a service.
 */
public final class StrictJson implements JsonMapperBuilderCustomizer {
    @Override
    public void customize(JsonMapper.Builder builder) {
        builder.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .addModule(new SimpleModule("strict-json")
                        .addDeserializer(String.class, new UnicodeText())
                        .addDeserializer(Instant.class, new InstantText()));
    }

    /** Reads text that UTF-8 and Postgres can represent: no unpaired surrogates, no NUL. */
    private static final class UnicodeText extends StdDeserializer<String> {
        UnicodeText() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                return (String) context.handleUnexpectedToken(context.constructType(String.class), parser);
            }
            String text = parser.getString();
            boolean valid =
                    text.codePoints().noneMatch(point -> point == 0 || Character.getType(point) == Character.SURROGATE);
            return valid ? text : (String) context.handleWeirdStringValue(String.class, text, "not Unicode text");
        }
    }

    /** Reads times as ISO 8601 text only. Jackson's own deserializer also accepts numbers of any size. */
    private static final class InstantText extends StdDeserializer<Instant> {
        InstantText() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                return (Instant) context.handleUnexpectedToken(context.constructType(Instant.class), parser);
            }
            String text = parser.getString();
            try {
                return Instant.parse(text);
            } catch (DateTimeException notATime) {
                return (Instant) context.handleWeirdStringValue(Instant.class, text, "not an ISO 8601 time in UTC");
            }
        }
    }
}
