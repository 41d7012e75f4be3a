package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.testsupport.Eventually;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The Redis keys of one partition of the coupon log. Deleting them simulates a loss by an administrator. */
final class PartitionKeys implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final RedisClient client = RedisClient.create();
    private final List<String> nodes;
    private final String pattern;

    PartitionKeys(PlatformDescription description, int partition) {
        nodes = description.redisCoupon().uris(SystemUsers.ADMIN);
        pattern = "coupon:{p" + partition + "[a-z]*}:*"; // a hash tag is the partition number followed by letters
    }

    /** Deletes all keys and returns their number. */
    int deleteAll() {
        return sumOverMasters(redis -> {
            List<String> keys = redis.keys(pattern);
            keys.forEach(redis::del);
            return keys.size();
        });
    }

    /** Waits until the issuer has rebuilt the state. */
    void awaitRebuild() {
        Duration took = Eventually.holds(
                "the state is rebuilt",
                BOUND,
                () -> sumOverMasters(redis ->
                                redis.keys(pattern.replace("}:*", "}:epoch")).size())
                        == 1);
        System.out.printf("the state was rebuilt after %d ms%n", took.toMillis());
    }

    private int sumOverMasters(Function<RedisCommands<String, String>, Integer> function) {
        int sum = 0;
        for (String node : nodes) {
            RedisURI uri = RedisURI.create(node);
            uri.setTimeout(TIMEOUT);
            try (StatefulRedisConnection<String, String> connection = client.connect(uri)) {
                RedisCommands<String, String> redis = connection.sync();
                sum += redis.info("replication").contains("role:master") ? function.apply(redis) : 0;
            }
        }
        return sum;
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
