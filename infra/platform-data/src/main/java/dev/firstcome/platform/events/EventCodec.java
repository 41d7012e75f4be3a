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
 * Serializes events and commands for Kafka: a JSON body, and CloudEvents headers in binary mode. Unknown fields are ignored,
 * so newer writers can add fields. A missing component that is not nullable is an error. Thread-safe.
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

    /** A separate mapper: the format of topics must not change with the settings of the web layer. */
    private final ObjectMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    public byte[] write(Object event) {
        return json.writeValueAsBytes(event);
    }

    /** @throws JacksonException if the bytes are not an event of this type, or a required component is missing */
    public <T> T read(Class<T> type, byte[] body) {
        T event = json.readValue(body, type);
        if (event == null) {
            throw MismatchedInputException.from((JsonParser) null, type, "an event is required, not null");
        }
        for (RecordComponent component : required.computeIfAbsent(type, EventCodec::requiredOf)) {
            Object value = valueOf(component, event);
            if (value == null || (value instanceof List<?> list && list.stream().anyMatch(Objects::isNull))) {
                throw MismatchedInputException.from((JsonParser) null, type, component.getName() + " is missing");
            }
        }
        return event;
    }

    private static RecordComponent[] requiredOf(Class<?> type) {
        if (!type.isRecord()) {
            return new RecordComponent[0];
        }
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> !component.getType().isPrimitive())
                .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .toArray(RecordComponent[]::new);
    }

    private static @Nullable Object valueOf(RecordComponent component, Object event) {
        try {
            return component.getAccessor().invoke(event);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(component + " of a public record cannot be read", impossible);
        }
    }

    /** Adds the five CloudEvents headers of this event. */
    public void describe(Headers headers, Object event, String id, String source, Instant time) {
        describe(
                headers,
                utf8(id),
                types.computeIfAbsent(event.getClass(), type -> utf8(typeOf(type))),
                sources.computeIfAbsent(source, EventCodec::utf8),
                utf8(time.toString()));
    }

    /** Adds serialized headers. The type is the last one, because consumers search it from the end. */
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

    /** Returns the text of a header, or null if it is missing. */
    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
