package dev.firstcome.platform.events;

import dev.firstcome.contracts.EventType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The form of events and commands in Kafka: a JSON body that people can read, and CloudEvents headers in binary mode.
 * Unknown fields are ignored, so a newer writer may add some; a missing one that the record needs is an error.
 */
public final class EventCodec {
    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String TIME = "ce_time";
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String TRACE_PARENT = "traceparent";

    private static final byte[] SPEC_VERSION_1 = utf8("1.0");

    private final Map<Class<?>, byte[]> types = new ConcurrentHashMap<>();
    private final Map<Class<?>, RecordComponent[]> required = new ConcurrentHashMap<>();
    private final Map<String, byte[]> sources = new ConcurrentHashMap<>();

    /** Own and fixed: what is in a topic must not change with a setting of the web layer. */
    private final ObjectMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    public byte[] write(Object event) {
        return json.writeValueAsBytes(event);
    }

    /** @throws JacksonException if the bytes are not such an event, or lack something that may not be null */
    public <T> T read(Class<T> type, byte[] body) {
        T event = json.readValue(body, type);
        if (event == null) {
            throw MismatchedInputException.from((JsonParser) null, type, "null is no event");
        }
        for (RecordComponent part : required.computeIfAbsent(type, EventCodec::requiredOf)) {
            Object value = valueOf(part, event);
            if (value == null || (value instanceof List<?> list && list.stream().anyMatch(Objects::isNull))) {
                throw MismatchedInputException.from((JsonParser) null, type, part.getName() + " is missing");
            }
        }
        return event;
    }

    private static RecordComponent[] requiredOf(Class<?> type) {
        if (!type.isRecord()) {
            return new RecordComponent[0];
        }
        return Arrays.stream(type.getRecordComponents())
                .filter(part -> !part.getType().isPrimitive())
                .filter(part -> !part.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .toArray(RecordComponent[]::new);
    }

    private static @Nullable Object valueOf(RecordComponent part, Object event) {
        try {
            return part.getAccessor().invoke(event);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(part + " of a public record cannot be read", impossible);
        }
    }

    /** Writes the five CloudEvents headers of this event. */
    public void describe(Headers headers, Object event, String id, String source, Instant time) {
        describe(
                headers,
                utf8(id),
                types.computeIfAbsent(event.getClass(), type -> utf8(typeOf(type))),
                sources.computeIfAbsent(source, EventCodec::utf8),
                utf8(time.toString()));
    }

    /** The same of parts that are bytes already. The type comes last: readers look for it, and look from the end. */
    public static void describe(Headers headers, byte[] id, byte[] type, byte[] source, byte[] time) {
        headers.add(ID, id)
                .add(SOURCE, source)
                .add(TIME, time)
                .add(SPEC_VERSION, SPEC_VERSION_1)
                .add(TYPE, type);
    }

    /** The {@code ce_type} of an event's class. */
    public static String typeOf(Class<?> type) {
        EventType name = type.getAnnotation(EventType.class);
        if (name == null) {
            throw new IllegalStateException(type + " has no @EventType");
        }
        return name.value();
    }

    /** A header's text, or null where it is missing. */
    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
