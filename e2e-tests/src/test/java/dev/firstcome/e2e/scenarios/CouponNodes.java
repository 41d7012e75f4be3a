package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** The nodes of the coupon cluster, seen from outside: who is master of what, and whether the replicas follow. */
final class CouponNodes implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final RedisClient client = RedisClient.create();
    private final List<Node> nodes = new ArrayList<>();
    private final List<String> asAdmin;

    CouponNodes(PlatformDescription description) {
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
                .build());
        asAdmin = description.redisCoupon().uris(SystemUsers.ADMIN);
        description
                .redisCoupon()
                .uris(SystemUsers.AUDITOR)
                .forEach(uri -> nodes.add(new Node("redis-coupon-" + (nodes.size() + 1), uri)));
    }

    /** @param part the name under which the platform starts and kills it */
    record Node(String part, String address) {
        RedisURI uri() {
            RedisURI uri = RedisURI.create(address);
            uri.setTimeout(TIMEOUT);
            return uri;
        }

        int port() {
            return uri().getPort();
        }
    }

    List<Node> all() {
        return List.copyOf(nodes);
    }

    /** The master that holds the campaign's state; waits until there is one. */
    Node masterOf(UUID campaign) {
        return Eventually.get(
                        "a master holds campaign " + campaign, BOUND, () -> holders(campaign), held -> held.size() == 1)
                .getFirst();
    }

    private List<Node> holders(UUID campaign) {
        return nodes.stream()
                .filter(node -> ask(node, redis -> isMaster(redis) && holds(redis, campaign)))
                .toList();
    }

    /** The last offset that Redis has applied in the campaign's partition. */
    long applied(UUID campaign) {
        return applied(masterOf(campaign), campaign);
    }

    /** The same at this node, which holds the campaign; the others may be away. */
    long applied(Node holder, UUID campaign) {
        return ask(holder, redis -> {
            String applied = redis.hget(stateOf(redis, campaign) + ":meta", "applied");
            return applied == null ? -1 : Long.parseLong(applied);
        });
    }

    /** What all keys of the state that the campaign is in begin with; it names the epoch. */
    String stateOf(UUID campaign) {
        return ask(masterOf(campaign), redis -> stateOf(redis, campaign));
    }

    private static String stateOf(RedisCommands<String, String> redis, UUID campaign) {
        String key = keyOf(redis, campaign);
        return key.substring(0, key.indexOf(":campaign:"));
    }

    private static boolean holds(RedisCommands<String, String> redis, UUID campaign) {
        return !keyOf(redis, campaign).isEmpty();
    }

    /** The key of the campaign's state, or nothing if it is not here. */
    private static String keyOf(RedisCommands<String, String> redis, UUID campaign) {
        ScanArgs wanted =
                ScanArgs.Builder.matches("coupon:*:campaign:" + campaign).limit(1000);
        KeyScanCursor<String> cursor = redis.scan(wanted);
        while (cursor.getKeys().isEmpty() && !cursor.isFinished()) {
            cursor = redis.scan(ScanCursor.of(cursor.getCursor()), wanted);
        }
        return cursor.getKeys().isEmpty() ? "" : cursor.getKeys().getFirst();
    }

    private static boolean isMaster(RedisCommands<String, String> redis) {
        return redis.info("replication").contains("role:master");
    }

    /** The node that follows this master now. */
    Node replicaOf(Node master) {
        return nodes.stream()
                .filter(node -> ask(node, redis -> redis.info("replication").contains("master_port:" + master.port())))
                .findFirst()
                .orElseThrow();
    }

    /** All masters forget the scripts that they know. */
    void forgetScripts() {
        nodes.forEach(node -> act(node, RedisCommands::scriptFlush));
    }

    /** A master and its replica are empty from one moment to the next. */
    void empty(Node master) {
        act(master, RedisCommands::flushall);
    }

    private void act(Node node, Consumer<RedisCommands<String, String>> deed) {
        RedisURI uri = RedisURI.create(asAdmin.get(nodes.indexOf(node)));
        uri.setTimeout(TIMEOUT);
        try (StatefulRedisConnection<String, String> connection = client.connect(uri)) {
            deed.accept(connection.sync());
        }
    }

    /** Waits until the others have agreed that this node is no master any more. */
    void replaced(Node dead) {
        Duration took = Eventually.holds(
                dead.part() + " is replaced",
                BOUND,
                () -> nodes.stream()
                        .filter(node -> !node.equals(dead))
                        .allMatch(node -> ask(node, redis -> sees(redis, dead))));
        System.out.printf("%s replaced after %d ms%n", dead.part(), took.toMillis());
    }

    private static boolean sees(RedisCommands<String, String> redis, Node dead) {
        return redis.clusterInfo().contains("cluster_state:ok")
                && redis.clusterNodes()
                        .lines()
                        .filter(line -> line.contains(":" + dead.port() + "@"))
                        .allMatch(line -> line.contains("fail") && !line.matches(".*\\s\\d+-\\d+.*"));
    }

    /** Waits until every replica follows its master, so that any master may be lost. */
    void areAllInStep() {
        Eventually.holds(
                "the coupon cluster is whole",
                BOUND,
                () -> nodes.stream().allMatch(node -> ask(node, CouponNodes::inStep)));
    }

    private static boolean inStep(RedisCommands<String, String> redis) {
        String replication = redis.info("replication");
        return replication.contains("role:master")
                ? replication.contains("state=online")
                : replication.contains("master_link_status:up");
    }

    private <T> T ask(Node node, Function<RedisCommands<String, String>, T> question) {
        try (StatefulRedisConnection<String, String> connection = client.connect(node.uri())) {
            return question.apply(connection.sync());
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
