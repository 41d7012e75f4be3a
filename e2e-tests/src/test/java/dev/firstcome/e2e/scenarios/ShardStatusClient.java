package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.events.EventInsert;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Operator;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The operator's client of the status of one payment shard. */
record ShardStatusClient(Operator operator, String shard) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The shard of a user's payments, computed from the user id. */
    static String shardOf(UUID user) {
        int bucket = (int) (user.getMostSignificantBits() & 0xFFF);
        return "pg-" + (1 + bucket / EventInsert.BUCKETS_PER_SHARD);
    }

    /** Waits until the status matches the condition and returns the status. */
    JsonNode await(String description, Duration bound, Predicate<JsonNode> condition) {
        long start = System.nanoTime();
        JsonNode status = Eventually.get(shard + ": " + description, bound, this::query, condition);
        System.out.printf(
                "%s: %s after %d ms: %s%n", shard, description, (System.nanoTime() - start) / 1_000_000, status);
        return status;
    }

    JsonNode awaitSynchronous(String standby, Duration bound) {
        return await(
                "commits wait for " + standby,
                bound,
                status -> isSynchronous(status)
                        && status.path("standby").asString("").equals(standby.replace('-', '_')));
    }

    static boolean isSynchronous(JsonNode shard) {
        return shard.path("synchronous").asBoolean(false);
    }

    static boolean acceptsPayments(JsonNode shard) {
        return shard.path("takesPayments").asBoolean(false);
    }

    private JsonNode query() throws IOException {
        Answer answer = operator.send(Call.get("/ops/payments/shards"));
        if (!answer.ok()) {
            return JSON.createObjectNode();
        }
        return JSON.readTree(answer.raw())
                .valueStream()
                .filter(one -> one.path("shard").asString().equals(shard))
                .findFirst()
                .orElseGet(JSON::createObjectNode);
    }
}
