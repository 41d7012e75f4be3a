package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.testsupport.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The operator's client of the rebuild API. It retries calls while the service is unavailable. */
final class Rebuilding {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int PAGE = 100;

    private final SharedPlatform shop;
    private final UUID campaign;
    private final String path;

    Rebuilding(SharedPlatform shop, UUID campaign) {
        this.shop = shop;
        this.campaign = campaign;
        this.path = "/ops/campaigns/" + campaign + "/rebuilds";
    }

    /** Starts a rebuild and returns its id. */
    String start(String mode) {
        return start(Map.of("mode", mode));
    }

    String start(Map<String, Object> terms) {
        Map<String, Object> body = new HashMap<>(terms);
        body.put("reason", "a drill");
        Call call = Call.post(path)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(body);
        Answer started = sendWithRetries(call);
        assertThat(started.status()).as(started.toString()).isEqualTo(202);
        return started.text("rebuildId");
    }

    /** Waits for the end of the rebuild and returns its final status. */
    JsonNode awaitEnd(String rebuild) {
        return Eventually.get(
                        "the rebuild ends",
                        BOUND,
                        () -> shop.operator().send(Call.get(path + "/" + rebuild)),
                        answer -> answer.ok() && !answer.text("state").equals("RUNNING"))
                .body();
    }

    JsonNode run(String mode) {
        return awaitEnd(start(mode));
    }

    /** Runs a verifying rebuild and returns the audit report of the campaign. */
    JsonNode verifyAndAudit() {
        JsonNode verified = run("VERIFY");
        assertThat(verified.path("state").asString())
                .as(verified.toPrettyString())
                .isEqualTo("DONE");
        return sendWithRetries(Call.get("/ops/campaigns/" + campaign + "/audit"))
                .body();
    }

    /** Asserts that the audit found no gap, duplicate, order violation or difference from the log. */
    static void assertConsistent(JsonNode audit) {
        assertThat(List.of("gaps", "duplicates", "orderViolations", "notChecked", "differences"))
                .as(audit.toPrettyString())
                .allMatch(name -> audit.path(name).asLong(-1) == 0);
    }

    /** Returns the differences of all pages. */
    List<JsonNode> differences(String rebuild) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "0";
        while (!cursor.isEmpty()) {
            Answer page = sendWithRetries(
                    Call.get("%s/%s/differences?limit=%d&cursor=%s".formatted(path, rebuild, PAGE, cursor)));
            assertThat(page.ok()).as(page.toString()).isTrue();
            page.body().path("items").forEach(all::add);
            cursor = page.text("nextCursor");
        }
        return all;
    }

    /** Grants the differences page by page and returns the counts by outcome. */
    Map<String, Long> grantDifferences(String rebuild, String message) {
        Map<String, Long> counts = new HashMap<>();
        Map<String, Object> body = new HashMap<>(Map.of("rebuildId", rebuild, "message", message, "reason", "a drill"));
        String cursor = "";
        do {
            Answer page = sendWithRetries(
                    Call.post("/ops/campaigns/" + campaign + "/grants").body(Map.copyOf(body)));
            assertThat(page.ok()).as(page.toString()).isTrue();
            page.body()
                    .path("counts")
                    .properties()
                    .forEach(count ->
                            counts.merge(count.getKey(), count.getValue().asLong(), Long::sum));
            cursor = page.text("nextCursor");
            body.put("cursor", cursor);
        } while (!cursor.isEmpty());
        return counts;
    }

    private Answer sendWithRetries(Call call) {
        return Eventually.get(
                call.path() + " is answered",
                BOUND,
                () -> shop.operator().send(call),
                answer -> answer.status() < 500 && answer.status() != 429);
    }
}
