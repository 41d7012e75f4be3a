package dev.firstcome.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.gateway.Gateway.Answer;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.testsupport.StallRetry;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Operators' calls about switches: what is refused changes nothing, what is done is in the topic. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwitchesIT {
    private static final String COUPONS = "/ops/switches/coupons";

    private final UUID operator = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private Gateway gateway;

    @BeforeAll
    void open() {
        gateway = new Gateway(SharedInfrastructure.get().redisCache());
    }

    @AfterAll
    void close() {
        gateway.close();
    }

    @Test
    void isSetRecordedAndLeftAgain() {
        // A stall lets the write to Kafka time out: then the setting is in force and not recorded yet.
        StallRetry.run(this::oneSwitchIsSetAndLeft);
    }

    private void oneSwitchIsSetAndLeft() {
        String until = Instant.now().plusSeconds(600).toString();
        Answer set =
                put(COUPONS, "{\"value\": \"CLOSED\", \"reason\": \"a test\", \"until\": \"%s\"}".formatted(until));

        assertThat(set.status()).isEqualTo(200);
        assertThat(set.body().path("recorded").asBoolean()).isTrue();
        assertThat(set.body().path("reached").path("coupon-service").isBoolean())
                .isTrue();
        JsonNode seen = coupons();
        assertThat(seen.path("value").asString()).isEqualTo("CLOSED");
        assertThat(seen.path("by").asString()).isEqualTo("MANUAL");
        assertThat(seen.path("reason").asString()).isEqualTo("a test");
        assertThat(seen.path("author").asString()).isEqualTo(operator.toString());
        assertThat(seen.path("until").asString()).isEqualTo(until);

        assertThat(put(COUPONS, "{\"value\": \"AUTO\", \"reason\": \"done\"}").status())
                .isEqualTo(200);
        assertThat(coupons().path("by").asString()).isEqualTo("DEFAULT");
        assertThat(coupons().path("value").asString()).isEqualTo("OPEN");
    }

    @Test
    void whatCannotBeTakenIsRefusedAndChangesNothing() {
        JsonNode before = coupons();
        Answer unknown = put("/ops/switches/nonsense", "{\"value\": \"CLOSED\", \"reason\": \"a test\"}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.code()).isEqualTo("UNKNOWN_SWITCH");
        assertThat(unknown.body().path("detail").asString()).contains("coupons");

        for (String value : List.of("1", "true", "\"closed\"", "\"\"", "null", "[]", "{}", "\"SHUT\"")) {
            refused("value", "{\"value\": %s, \"reason\": \"a test\"}".formatted(value));
        }
        refused("value", "{\"reason\": \"a test\"}");
        refused("until", "{\"value\": \"CLOSED\", \"reason\": \"a test\", \"until\": \"2001-01-01T00:00:00Z\"}");
        refused("until", "{\"value\": \"CLOSED\", \"reason\": \"a test\", \"until\": \"soon\"}");
        refused("reason", "{\"value\": \"CLOSED\"}");
        refused("reason", "{\"value\": \"CLOSED\", \"reason\": \"  \"}");
        refused("reason", "{\"value\": \"CLOSED\", \"reason\": \"%s\"}".formatted("x".repeat(501)));
        for (String body : List.of("{", "", "[]", "CLOSED")) {
            Answer answer = put(COUPONS, body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.code()).as(body).isEqualTo("BAD_REQUEST");
        }
        assertThat(coupons()).isEqualTo(before);
    }

    @Test
    void isForOperatorsOnly() {
        assertThat(gateway.get(gateway.to("/ops/switches")).status()).isEqualTo(401);
        Answer shopper = gateway.send(gateway.as(UUID.randomUUID(), COUPONS)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"value\": \"CLOSED\", \"reason\": \"a test\"}")));
        assertThat(shopper.status()).isEqualTo(403);
        assertThat(shopper.code()).isEqualTo("FORBIDDEN");
    }

    @Test
    void everyCallOfAnOperatorIsInTheTrailOnceAndNobodyElses() {
        StallRetry.run(this::callsAreInTheTrail);
    }

    private void callsAreInTheTrail() {
        try (TrailOnTopic trail = new TrailOnTopic()) {
            Answer stranger = gateway.get(gateway.to("/ops/switches"));
            Answer shopper = gateway.get(gateway.as(UUID.randomUUID(), "/ops/switches"));
            Answer served = gateway.get(gateway.as(operator, "/ops/campaigns", "OPERATOR"));
            Answer unserved = gateway.get(gateway.as(operator, "/ops/nothing", "OPERATOR"));
            Answer set = put(COUPONS, "{\"value\": \"AUTO\", \"reason\": \"a test\"}");
            Answer refused = put(COUPONS, "{\"value\": \"SHUT\", \"reason\": \"a test\"}");
            Answer disguised = gateway.get(gateway.as(operator, "/%6Fps/switches", "OPERATOR"));
            Answer read = gateway.get(gateway.as(operator, "/ops/switches", "OPERATOR"));

            inTrail(trail, read, "GET /ops/switches", "200"); // the last of one chain: what was before it has come
            inTrail(trail, disguised, "GET /%6Fps/switches", "200");
            inTrail(trail, refused, "PUT " + COUPONS, "400");
            inTrail(trail, unserved, "GET /ops/nothing", "404");
            JsonNode done = inTrail(trail, set, "PUT " + COUPONS, "DONE");
            assertThat(done.path("reason").asString()).isEqualTo("a test");
            assertThat(List.of(stranger.status(), shopper.status(), served.status()))
                    .containsExactly(401, 403, 200);
            for (Answer other :
                    List.of(stranger, shopper, served)) { // a service puts into its own chain what it served
                assertThat(trail.knows(other.header("X-Request-Id"))).isFalse();
            }
        }
    }

    private JsonNode inTrail(TrailOnTopic trail, Answer answer, String action, String outcome) {
        List<JsonNode> entries = trail.ofCall(answer.header("X-Request-Id"));
        assertThat(entries)
                .as(action)
                .extracting(entry -> entry.path("number"))
                .containsOnly(entries.getFirst().path("number"));
        JsonNode entry = entries.getFirst();
        assertThat(entry.path("actor").asString()).isEqualTo(operator.toString());
        assertThat(entry.path("action").asString()).isEqualTo(action);
        assertThat(entry.path("outcome").asString()).isEqualTo(outcome);
        return entry;
    }

    private void refused(String field, String body) {
        Answer answer = put(COUPONS, body);
        assertThat(answer.status()).as(body).isEqualTo(400);
        assertThat(answer.code()).as(body).isEqualTo("INVALID_FIELD");
        assertThat(answer.body().path("field").asString()).as(body).isEqualTo(field);
    }

    private JsonNode coupons() {
        Answer all = gateway.get(gateway.as(operator, "/ops/switches", "OPERATOR"));
        assertThat(all.status()).isEqualTo(200);
        return all.body().path(0);
    }

    private Answer put(String path, String body) {
        return gateway.send(gateway.as(operator, path, "OPERATOR")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body)));
    }
}
