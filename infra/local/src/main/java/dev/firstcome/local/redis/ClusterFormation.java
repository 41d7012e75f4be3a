package dev.firstcome.local.redis;

import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.process.BoundedWait;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Forms one cluster of six empty nodes, and waits until all replicas are linked. Connects to each node directly. */
final class ClusterFormation implements AutoCloseable {
    private static final int SLOTS = 16_384;
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration COMMAND_BOUND = Duration.ofSeconds(5);

    private final RedisCluster cluster;
    private final ClientResources resources;
    private final RedisClient client;
    private final List<RedisCommands<String, String>> nodes = new ArrayList<>();

    ClusterFormation(RedisCluster cluster, RedisLogin admin) {
        this.cluster = cluster;
        this.resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .build();
        this.client = RedisClient.create(resources);
        for (RedisNode node : cluster.nodes()) {
            RedisURI address = RedisURI.builder()
                    .withHost("127.0.0.1")
                    .withPort(node.port())
                    .withAuthentication(admin.user(), admin.password())
                    .withTimeout(COMMAND_BOUND)
                    .build();
            StatefulRedisConnection<String, String> connection = client.connect(address);
            nodes.add(connection.sync());
        }
    }

    void form() {
        for (int index = 0; index < RedisCluster.NODES; index++) {
            nodes.get(index).clusterSetConfigEpoch(index + 1L);
        }
        for (int master = 0; master < RedisCluster.MASTERS; master++) {
            nodes.get(master).clusterAddSlotsRange(slotsOf(master));
        }
        introduceAll();
        await("every node knows every other", () -> nodes.stream().allMatch(ClusterFormation::knowsAll));
        for (int master = 0; master < RedisCluster.MASTERS; master++) {
            nodes.get(master + RedisCluster.MASTERS)
                    .clusterReplicate(nodes.get(master).clusterMyId());
        }
    }

    /** Requires a linked replica, because a replica that was never synchronized is never promoted. */
    void awaitLinked() {
        await("all slots are served and all replicas are linked", () -> {
            try {
                return isLinked();
            } catch (RedisLoadingException later) { // a replica loads the data of its master
                return false;
            }
        });
    }

    private boolean isLinked() {
        long masters = 0;
        long replicas = 0;
        for (RedisCommands<String, String> node : nodes) {
            String replication = node.info("replication");
            masters += replication.contains("role:master") ? 1 : 0;
            replicas += replication.contains("master_link_status:up") ? 1 : 0;
            if (!node.clusterInfo().contains("cluster_state:ok")) {
                return false;
            }
        }
        return masters == RedisCluster.MASTERS && replicas == RedisCluster.MASTERS;
    }

    @Override
    public void close() {
        client.shutdown(0, 1, TimeUnit.SECONDS);
        resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(COMMAND_BOUND.toMillis());
    }

    /** Introduces each node to each other node. Gossip from one node would take seconds. */
    private void introduceAll() {
        for (int from = 0; from < RedisCluster.NODES; from++) {
            for (int to = from + 1; to < RedisCluster.NODES; to++) {
                RedisNode other = cluster.nodes().get(to);
                nodes.get(from)
                        .dispatch(
                                CommandType.CLUSTER,
                                new StatusOutput<>(StringCodec.UTF8),
                                new CommandArgs<>(StringCodec.UTF8)
                                        .add("MEET")
                                        .add("127.0.0.1")
                                        .add(other.announcedPort())
                                        .add(other.announcedBusPort()));
            }
        }
    }

    private static boolean knowsAll(RedisCommands<String, String> node) {
        String known = node.clusterNodes();
        return known.lines().count() == RedisCluster.NODES && !known.contains("handshake");
    }

    private static Range<Integer> slotsOf(int master) {
        return Range.create(master * SLOTS / RedisCluster.MASTERS, (master + 1) * SLOTS / RedisCluster.MASTERS - 1);
    }

    private void await(String what, BooleanSupplier condition) {
        try {
            if (!BoundedWait.until(BOUND, condition)) {
                throw LocalPlatformException.failed("The cluster " + cluster.name() + " was not formed within "
                        + BOUND.toSeconds() + " s. Missing condition: " + what
                        + ". `status` shows its nodes; `reset` deletes them");
            }
        } catch (RedisException e) {
            throw LocalPlatformException.failed(
                    "A node of " + cluster.name() + " rejected a command: " + e.getMessage(), e);
        }
    }
}
