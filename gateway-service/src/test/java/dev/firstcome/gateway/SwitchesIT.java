package dev.firstcome.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.gateway.Gateway.Response;
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

/** Operator endpoints of switches: a rejected request changes nothing, an accepted one is in the topic. */
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
    void setsRecordsAndResetsASwitch() {
        // After a stall the write to Kafka may time out: the setting is then in force but not recorded yet.
        StallRetry.run(this::setAndResetASwitch);
    }

    private void setAndResetASwitch() {
        String until = Instant.now().plusSeconds(600).toString();
        Response set =
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
    void rejectsInvalidChangesWithoutEffect() {
        JsonNode before = coupons();
        Response unknown = put("/ops/switches/nonsense", "{\"value\": \"CLOSED\", \"reason\": \"a test\"}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.code()).isEqualTo("UNKNOWN_SWITCH");
        assertThat(unknown.body().path("detail").asString()).contains("coupons");

        for (String value : List.of("1", "true", "\"closed\"", "\"\"", "null", "[]", "{}", "\"SHUT\"")) {
            assertInvalidField("value", "{\"value\": %s, \"reason\": \"a test\"}".formatted(value));
        }
        assertInvalidField("value", "{\"reason\": \"a test\"}");
        assertInvalidField(
                "until", "{\"value\": \"CLOSED\", \"reason\": \"a test\", \"until\": \"2001-01-01T00:00:00Z\"}");
        assertInvalidField("until", "{\"value\": \"CLOSED\", \"reason\": \"a test\", \"until\": \"soon\"}");
        assertInvalidField("reason", "{\"value\": \"CLOSED\"}");
        assertInvalidField("reason", "{\"value\": \"CLOSED\", \"reason\": \"  \"}");
        assertInvalidField("reason", "{\"value\": \"CLOSED\", \"reason\": \"%s\"}".formatted("x".repeat(501)));
        for (String body : List.of("{", "", "[]", "CLOSED")) {
            Response response = put(COUPONS, body);
            assertThat(response.status()).as(body).isEqualTo(400);
            assertThat(response.code()).as(body).isEqualTo("BAD_REQUEST");
        }
        assertThat(coupons()).isEqualTo(before);
    }

    @Test
    void requiresTheOperatorRole() {
        assertThat(gateway.get(gateway.to("/ops/switches")).status()).isEqualTo(401);
        Response shopper = gateway.send(gateway.as(UUID.randomUUID(), COUPONS)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"value\": \"CLOSED\", \"reason\": \"a test\"}")));
        assertThat(shopper.status()).isEqualTo(403);
        assertThat(shopper.code()).isEqualTo("FORBIDDEN");
    }

    @Test
    void auditsEachOperatorRequestOnceAndNoOtherRequest() {
        StallRetry.run(this::auditOperatorRequests);
    }

    private void auditOperatorRequests() {
        try (AuditTopicReader trail = new AuditTopicReader()) {
            Response anonymous = gateway.get(gateway.to("/ops/switches"));
            Response shopper = gateway.get(gateway.as(UUID.randomUUID(), "/ops/switches"));
            Response served = gateway.get(gateway.as(operator, "/ops/campaigns", "OPERATOR"));
            Response notFound = gateway.get(gateway.as(operator, "/ops/nothing", "OPERATOR"));
            Response set = put(COUPONS, "{\"value\": \"AUTO\", \"reason\": \"a test\"}");
            Response rejected = put(COUPONS, "{\"value\": \"SHUT\", \"reason\": \"a test\"}");
            Response encoded = gateway.get(gateway.as(operator, "/%6Fps/switches", "OPERATOR"));
            Response read = gateway.get(gateway.as(operator, "/ops/switches", "OPERATOR"));

            // The last entry of the chain is awaited first: after it, all earlier entries have been consumed.
            auditEntryOf(trail, read, "GET /ops/switches", "200");
            auditEntryOf(trail, encoded, "GET /%6Fps/switches", "200");
            auditEntryOf(trail, rejected, "PUT " + COUPONS, "400");
            auditEntryOf(trail, notFound, "GET /ops/nothing", "404");
            JsonNode done = auditEntryOf(trail, set, "PUT " + COUPONS, "DONE");
            assertThat(done.path("reason").asString()).isEqualTo("a test");
            assertThat(List.of(anonymous.status(), shopper.status(), served.status()))
                    .containsExactly(401, 403, 200);
            // The service audits the requests that it serves.
            for (Response other : List.of(anonymous, shopper, served)) {
                assertThat(trail.hasReceived(other.header("X-Request-Id"))).isFalse();
            }
        }
    }

    private JsonNode auditEntryOf(AuditTopicReader trail, Response response, String action, String outcome) {
        List<JsonNode> entries = trail.awaitEntriesOf(response.header("X-Request-Id"));
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

    private void assertInvalidField(String field, String body) {
        Response response = put(COUPONS, body);
        assertThat(response.status()).as(body).isEqualTo(400);
        assertThat(response.code()).as(body).isEqualTo("INVALID_FIELD");
        assertThat(response.body().path("field").asString()).as(body).isEqualTo(field);
    }

    private JsonNode coupons() {
        Response all = gateway.get(gateway.as(operator, "/ops/switches", "OPERATOR"));
        assertThat(all.status()).isEqualTo(200);
        return all.body().path(0);
    }

    private Response put(String path, String body) {
        return gateway.send(gateway.as(operator, path, "OPERATOR")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body)));
    }
}
