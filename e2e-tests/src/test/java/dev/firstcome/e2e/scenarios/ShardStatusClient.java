package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.events.EventInsert;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Operator;
import dev.firstcome.e2e.waiting.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator is told of a shard of the payments. */
record ShardStatusClient(Operator operator, String shard) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The shard on which somebody's payments are: the user's id says it. */
    static String shardOf(UUID user) {
        int bucket = (int) (user.getMostSignificantBits() & 0xFFF);
        return "pg-" + (1 + bucket / EventInsert.BUCKETS_PER_SHARD);
    }

    /** Waits until the shard is so, and gives what is told of it then. */
    JsonNode await(String what, Duration bound, Predicate<JsonNode> so) {
        long start = System.nanoTime();
        JsonNode found = Eventually.get(shard + ": " + what, bound, this::look, so);
        System.out.printf("%s: %s after %d ms: %s%n", shard, what, (System.nanoTime() - start) / 1_000_000, found);
        return found;
    }

    JsonNode awaitSynchronous(String standby, Duration bound) {
        return await(
                "commits wait for " + standby,
                bound,
                found -> isSynchronous(found)
                        && found.path("standby").asString("").equals(standby.replace('-', '_')));
    }

    static boolean isSynchronous(JsonNode shard) {
        return shard.path("synchronous").asBoolean(false);
    }

    static boolean takesPayments(JsonNode shard) {
        return shard.path("takesPayments").asBoolean(false);
    }

    private JsonNode look() throws IOException {
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
