package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The state of one partition of the coupon log in Redis, as an administrator can lose it. */
final class PartitionKeys implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final RedisClient client = RedisClient.create();
    private final List<String> nodes;
    private final String pattern;

    PartitionKeys(PlatformDescription description, int partition) {
        nodes = description.redisCoupon().uris(SystemUsers.ADMIN);
        pattern = "coupon:{p" + partition + "[a-z]*}:*"; // a tag is the partition's number, and letters
    }

    /** Deletes all of them; returns how many there were. */
    int deleteAll() {
        return onMasters(redis -> {
            List<String> keys = redis.keys(pattern);
            keys.forEach(redis::del);
            return keys.size();
        });
    }

    /** Waits until there is a state again. */
    void areMadeAnew() {
        Duration took = Eventually.holds(
                "the state is made anew",
                BOUND,
                () -> onMasters(redis ->
                                redis.keys(pattern.replace("}:*", "}:epoch")).size())
                        == 1);
        System.out.printf("the state was made anew after %d ms%n", took.toMillis());
    }

    private int onMasters(Function<RedisCommands<String, String>, Integer> count) {
        int sum = 0;
        for (String node : nodes) {
            RedisURI uri = RedisURI.create(node);
            uri.setTimeout(TIMEOUT);
            try (StatefulRedisConnection<String, String> connection = client.connect(uri)) {
                RedisCommands<String, String> redis = connection.sync();
                sum += redis.info("replication").contains("role:master") ? count.apply(redis) : 0;
            }
        }
        return sum;
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
