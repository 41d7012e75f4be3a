package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.waiting.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Rebuilds as an operator asks for them, again and again where the service is away. */
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

    /** The id of one that begins now. */
    String begins(String mode) {
        return begins(Map.of("mode", mode));
    }

    String begins(Map<String, Object> terms) {
        Map<String, Object> body = new HashMap<>(terms);
        body.put("reason", "a drill");
        Call call = Call.post(path)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(body);
        Answer begun = patiently(call);
        assertThat(begun.status()).as(begun.toString()).isEqualTo(202);
        return begun.text("rebuildId");
    }

    /** What became of it. */
    JsonNode ends(String rebuild) {
        return Eventually.get(
                        "the rebuild ends",
                        BOUND,
                        () -> shop.operator().send(Call.get(path + "/" + rebuild)),
                        answer -> answer.ok() && !answer.text("state").equals("RUNNING"))
                .body();
    }

    JsonNode rebuilt(String mode) {
        return ends(begins(mode));
    }

    /** What a rebuild that verifies now finds in order, or not. */
    JsonNode audited() {
        JsonNode verified = rebuilt("VERIFY");
        assertThat(verified.path("state").asString())
                .as(verified.toPrettyString())
                .isEqualTo("DONE");
        return patiently(Call.get("/ops/campaigns/" + campaign + "/audit")).body();
    }

    /** Nothing is missing, given twice, out of order, or other than what the log says. */
    static void isWhole(JsonNode audit) {
        assertThat(List.of("gaps", "duplicates", "orderViolations", "notChecked", "differences"))
                .as(audit.toPrettyString())
                .allMatch(name -> audit.path(name).asLong(-1) == 0);
    }

    /** All differences, page by page. */
    List<JsonNode> differences(String rebuild) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "0";
        while (!cursor.isEmpty()) {
            Answer page =
                    patiently(Call.get("%s/%s/differences?limit=%d&cursor=%s".formatted(path, rebuild, PAGE, cursor)));
            assertThat(page.ok()).as(page.toString()).isTrue();
            page.body().path("items").forEach(all::add);
            cursor = page.text("nextCursor");
        }
        return all;
    }

    /** Grants the difference, as often as it takes, and says what became of each part. */
    Map<String, Long> grants(String rebuild, String message) {
        Map<String, Long> counts = new HashMap<>();
        Map<String, Object> body = new HashMap<>(Map.of("rebuildId", rebuild, "message", message, "reason", "a drill"));
        String cursor = "";
        do {
            Answer some = patiently(
                    Call.post("/ops/campaigns/" + campaign + "/grants").body(Map.copyOf(body)));
            assertThat(some.ok()).as(some.toString()).isTrue();
            some.body()
                    .path("counts")
                    .properties()
                    .forEach(count ->
                            counts.merge(count.getKey(), count.getValue().asLong(), Long::sum));
            cursor = some.text("nextCursor");
            body.put("cursor", cursor);
        } while (!cursor.isEmpty());
        return counts;
    }

    private Answer patiently(Call call) {
        return Eventually.get(
                call.path() + " is answered",
                BOUND,
                () -> shop.operator().send(call),
                answer -> answer.status() < 500 && answer.status() != 429);
    }
}
