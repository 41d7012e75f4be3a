package dev.firstcome.platform.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.EventType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class EventCodecTests {
    private static final Instant TIME = Instant.parse("2026-03-01T09:00:00Z");

    private final EventCodec codec = new EventCodec();

    @EventType("test.order-placed.v1")
    public record OrderPlaced(
            String order, int quantity, @Nullable String note, List<String> items) {}

    public record WithoutType(String name) {}

    @Test
    void readsWhatItWrites() {
        OrderPlaced event = new OrderPlaced("o-1", 2, null, List.of("a", "b"));

        assertThat(codec.read(OrderPlaced.class, codec.write(event))).isEqualTo(event);
    }

    @Test
    void ignoresUnknownFieldsOfNewerWriters() {
        assertThat(read("{\"order\":\"o-1\",\"quantity\":2,\"items\":[],\"colour\":\"red\"}"))
                .isEqualTo(new OrderPlaced("o-1", 2, null, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"quantity\":2,\"items\":[]}",
                "{\"order\":null,\"quantity\":2,\"items\":[]}",
                "{\"order\":\"o-1\",\"quantity\":null,\"items\":[]}",
                "{\"order\":\"o-1\",\"quantity\":2}",
                "{\"order\":\"o-1\",\"quantity\":2,\"items\":[\"a\",null]}",
                "null",
                "[]",
                "{",
                ""
            })
    void rejectsAnIncompleteEvent(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(JacksonException.class);
    }

    @Test
    void namesTheMissingField() {
        assertThatThrownBy(() -> read("{\"quantity\":2,\"items\":[]}")).hasMessageContaining("order is missing");
    }

    @Test
    void describesAnEventWithCloudEventsHeaders() {
        Headers headers = new RecordHeaders();

        codec.describe(headers, new OrderPlaced("o-1", 2, null, List.of()), "id-1", "/shop", TIME);

        assertThat(EventCodec.text(headers, EventCodec.ID)).isEqualTo("id-1");
        assertThat(EventCodec.text(headers, EventCodec.TYPE)).isEqualTo("test.order-placed.v1");
        assertThat(EventCodec.text(headers, EventCodec.SOURCE)).isEqualTo("/shop");
        assertThat(EventCodec.text(headers, EventCodec.TIME)).isEqualTo("2026-03-01T09:00:00Z");
        assertThat(EventCodec.text(headers, EventCodec.SPEC_VERSION)).isEqualTo("1.0");
        assertThat(Arrays.stream(headers.toArray()).map(Header::key))
                .as("consumers search the type from the end")
                .last()
                .isEqualTo(EventCodec.TYPE);
    }

    @Test
    void aMissingHeaderHasNoText() {
        assertThat(EventCodec.text(new RecordHeaders(), EventCodec.ID)).isNull();
        assertThat(EventCodec.text(new RecordHeaders().add(EventCodec.ID, null), EventCodec.ID))
                .isNull();
    }

    @Test
    void anEventNeedsAType() {
        assertThat(EventCodec.typeOf(OrderPlaced.class)).isEqualTo("test.order-placed.v1");
        assertThatThrownBy(() -> EventCodec.typeOf(WithoutType.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("WithoutType");
    }

    private OrderPlaced read(String body) {
        return codec.read(OrderPlaced.class, body.getBytes(StandardCharsets.UTF_8));
    }
}
