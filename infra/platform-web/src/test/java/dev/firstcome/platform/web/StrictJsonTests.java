package dev.firstcome.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class StrictJsonTests {
    private static final JsonMapper JSON = mapper();

    record Body(
            @Nullable String text,
            @Nullable Integer count,
            @Nullable Long amount,
            @Nullable Boolean flag,
            @Nullable Instant time,
            @Nullable UUID id,
            @Nullable Mode mode) {}

    enum Mode {
        FIRST,
        SECOND
    }

    @Test
    void readsValuesOfTheDeclaredType() {
        Body body = JSON.readValue("""
                {"text": "쿠폰 \\uD83C\\uDF81", "count": 2147483647, "amount": 9223372036854775807, "flag": true,
                 "time": "2100-01-01T00:00:00Z", "id": "01890a5d-ac96-774b-bcce-b302099a8057", "mode": "SECOND"}
                """, Body.class);

        assertThat(body.text()).isEqualTo("쿠폰 🎁");
        assertThat(body.amount()).isEqualTo(Long.MAX_VALUE);
        assertThat(body.time()).isEqualTo(Instant.parse("2100-01-01T00:00:00Z"));
        assertThat(body.mode()).isEqualTo(Mode.SECOND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"count\": 1.5}",
                "{\"count\": 1.0}",
                "{\"count\": 1e2}",
                "{\"count\": \"5\"}",
                "{\"count\": \"\"}",
                "{\"count\": true}",
                "{\"count\": 2147483648}",
                "{\"amount\": 9223372036854775808}",
                "{\"amount\": 1e400}",
                "{\"flag\": \"true\"}",
                "{\"flag\": 1}",
                "{\"text\": 5}",
                "{\"text\": true}",
                "{\"text\": {}}",
                "{\"text\": []}",
                "{\"text\": \"\\ud800\"}",
                "{\"text\": \"a\\u0000b\"}",
                "{\"time\": 1700000000}",
                "{\"time\": 1e100000000}",
                "{\"time\": \"yesterday\"}",
                "{\"time\": \"2100-01-01\"}",
                "{\"id\": \"5\"}",
                "{\"id\": 5}",
                "{\"mode\": 0}",
                "{\"mode\": \"\"}",
                "{\"mode\": \"third\"}",
                "{\"unknown\": 1}",
                "{\"text\": \"a\", \"text\": \"b\"}",
                "{\"text\": \"a\"} {}",
                "[]",
                "5",
                "\"text\""
            })
    void rejectsWhatItWouldMisread(String body) {
        assertThatThrownBy(() -> JSON.readValue(body, Body.class)).isInstanceOf(JacksonException.class);
    }

    private static JsonMapper mapper() {
        JsonMapper.Builder builder = JsonMapper.builder();
        new StrictJson().customize(builder);
        return builder.build();
    }
}
