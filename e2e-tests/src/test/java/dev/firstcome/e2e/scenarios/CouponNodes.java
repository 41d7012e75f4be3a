package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.testsupport.Eventually;
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

/** A client of the coupon Redis Cluster that reads roles, replication status and campaign state of each node. */
final class CouponNodes implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final RedisClient client = RedisClient.create();
    private final List<Node> nodes = new ArrayList<>();
    private final List<String> adminUris;

    CouponNodes(PlatformDescription description) {
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
                .build());
        adminUris = description.redisCoupon().uris(SystemUsers.ADMIN);
        description
                .redisCoupon()
                .uris(SystemUsers.AUDITOR)
                .forEach(uri -> nodes.add(new Node("redis-coupon-" + (nodes.size() + 1), uri)));
    }

    /** @param process the name under which the platform starts and kills the node */
    record Node(String process, String address) {
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

    /** Waits until exactly one master has the state of the campaign, and returns it. */
    Node masterOf(UUID campaign) {
        return Eventually.get(
                        "one master has the state of campaign " + campaign,
                        BOUND,
                        () -> mastersOf(campaign),
                        masters -> masters.size() == 1)
                .getFirst();
    }

    private List<Node> mastersOf(UUID campaign) {
        return nodes.stream()
                .filter(node -> query(node, redis -> isMaster(redis) && hasCampaign(redis, campaign)))
                .toList();
    }

    /** The last offset that Redis has applied in the partition of the campaign; -1 if there is none. */
    long appliedOffset(UUID campaign) {
        return appliedOffset(masterOf(campaign), campaign);
    }

    /** Like {@link #appliedOffset(UUID)}, read from this node only; other nodes may be unavailable. */
    long appliedOffset(Node master, UUID campaign) {
        return query(master, redis -> {
            String applied = redis.hget(stateKeyPrefix(redis, campaign) + ":meta", "applied");
            return applied == null ? -1 : Long.parseLong(applied);
        });
    }

    /** The common key prefix of the partition state that contains the campaign; the prefix includes the epoch. */
    String stateKeyPrefix(UUID campaign) {
        return query(masterOf(campaign), redis -> stateKeyPrefix(redis, campaign));
    }

    private static String stateKeyPrefix(RedisCommands<String, String> redis, UUID campaign) {
        String key = campaignKey(redis, campaign);
        return key.substring(0, key.indexOf(":campaign:"));
    }

    private static boolean hasCampaign(RedisCommands<String, String> redis, UUID campaign) {
        return !campaignKey(redis, campaign).isEmpty();
    }

    /** The key of the campaign state, or an empty string if this node does not have it. */
    private static String campaignKey(RedisCommands<String, String> redis, UUID campaign) {
        ScanArgs pattern =
                ScanArgs.Builder.matches("coupon:*:campaign:" + campaign).limit(1000);
        KeyScanCursor<String> cursor = redis.scan(pattern);
        while (cursor.getKeys().isEmpty() && !cursor.isFinished()) {
            cursor = redis.scan(ScanCursor.of(cursor.getCursor()), pattern);
        }
        return cursor.getKeys().isEmpty() ? "" : cursor.getKeys().getFirst();
    }

    private static boolean isMaster(RedisCommands<String, String> redis) {
        return redis.info("replication").contains("role:master");
    }

    /** The current replica of this master. */
    Node replicaOf(Node master) {
        return nodes.stream()
                .filter(node ->
                        query(node, redis -> redis.info("replication").contains("master_port:" + master.port())))
                .findFirst()
                .orElseThrow();
    }

    /** Flushes the script cache of every node. */
    void flushScripts() {
        nodes.forEach(node -> executeAsAdmin(node, RedisCommands::scriptFlush));
    }

    /** Deletes all keys of a master, and with them those of its replica. */
    void flushAll(Node master) {
        executeAsAdmin(master, RedisCommands::flushall);
    }

    private void executeAsAdmin(Node node, Consumer<RedisCommands<String, String>> command) {
        RedisURI uri = RedisURI.create(adminUris.get(nodes.indexOf(node)));
        uri.setTimeout(TIMEOUT);
        try (StatefulRedisConnection<String, String> connection = client.connect(uri)) {
            command.accept(connection.sync());
        }
    }

    /** Waits until the other nodes agree that this node is failed and owns no slots. */
    void awaitFailover(Node failed) {
        Duration took = Eventually.holds(
                failed.process() + " has failed over",
                BOUND,
                () -> nodes.stream()
                        .filter(node -> !node.equals(failed))
                        .allMatch(node -> query(node, redis -> seesFailover(redis, failed))));
        System.out.printf("%s failed over after %d ms%n", failed.process(), took.toMillis());
    }

    private static boolean seesFailover(RedisCommands<String, String> redis, Node failed) {
        return redis.clusterInfo().contains("cluster_state:ok")
                && redis.clusterNodes()
                        .lines()
                        .filter(line -> line.contains(":" + failed.port() + "@"))
                        .allMatch(line -> line.contains("fail") && !line.matches(".*\\s\\d+-\\d+.*"));
    }

    /** Waits until every replica is connected to its master, so that a failover of any master succeeds. */
    void awaitReplicasInSync() {
        Eventually.holds(
                "all replicas of the coupon cluster are connected",
                BOUND,
                () -> nodes.stream().allMatch(node -> query(node, CouponNodes::isReplicationUp)));
    }

    private static boolean isReplicationUp(RedisCommands<String, String> redis) {
        String replication = redis.info("replication");
        return replication.contains("role:master")
                ? replication.contains("state=online")
                : replication.contains("master_link_status:up");
    }

    private <T> T query(Node node, Function<RedisCommands<String, String>, T> query) {
        try (StatefulRedisConnection<String, String> connection = client.connect(node.uri())) {
            return query.apply(connection.sync());
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
