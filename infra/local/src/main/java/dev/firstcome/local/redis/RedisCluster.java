package dev.firstcome.local.redis;

import dev.firstcome.local.access.Credentials;
import dev.firstcome.local.access.RedisAccess;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.local.containers.ContainerSpec;
import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.PlatformSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One cluster of three masters and three replicas. Initially, node 4 is the replica of node 1, and so on. */
public final class RedisCluster {
    static final int MASTERS = 3;
    static final int NODES = 2 * MASTERS;

    /**
     * The coupon state: nothing is evicted, and each write is appended to a file. A small file is not rewritten,
     * because a rewrite would use one core during a sale.
     */
    private static final Kind COUPON = new Kind("redis-coupon", RedisAccess.COUPON, """
            maxmemory 512mb
            maxmemory-policy noeviction
            appendonly yes
            appendfsync everysec
            auto-aof-rewrite-min-size 256mb
            """);

    /** Caches and rate limits: the least frequently used keys are evicted, and nothing is stored on disk. */
    private static final Kind CACHE = new Kind("redis-cache", RedisAccess.CACHE, """
            maxmemory 64mb
            maxmemory-policy allkeys-lfu
            appendonly no
            """);

    private final Kind kind;
    private final Layout layout;
    private final RedisLogin admin;
    private final List<RedisNode> nodes;

    /** The purpose of a cluster: its users, its eviction policy and its persistence. */
    private record Kind(String name, RedisAccess access, String policy) {
        String settings(Credentials credentials) {
            return """
                    masteruser %s
                    masterauth %s
                    """.formatted(SystemUsers.REPLICATOR, credentials.redis(SystemUsers.REPLICATOR))
                    + policy
                    + access.lines(credentials);
        }
    }

    private RedisCluster(Kind kind, Layout layout, PlatformSettings platform, Credentials credentials) {
        this.kind = kind;
        this.layout = layout;
        this.admin = new RedisLogin(SystemUsers.ADMIN, credentials.redis(SystemUsers.ADMIN));
        // Repeated at each start, because passwords may have been changed.
        Supplier<String> settings = () -> kind.settings(credentials);
        this.nodes = IntStream.rangeClosed(1, NODES)
                .mapToObj(node -> new RedisNode(kind.name() + "-" + node, settings, admin, layout, platform))
                .toList();
    }

    public static RedisCluster coupon(Layout layout, PlatformSettings platform, Credentials credentials) {
        return new RedisCluster(COUPON, layout, platform, credentials);
    }

    public static RedisCluster cache(Layout layout, PlatformSettings platform, Credentials credentials) {
        return new RedisCluster(CACHE, layout, platform, credentials);
    }

    /** Whether a service is one of the cluster's users. */
    public boolean knows(String service) {
        return kind.access().knows(service);
    }

    /** How passwords are changed on its nodes. */
    public RedisPasswords passwords() {
        return new RedisPasswords(admin);
    }

    public String name() {
        return kind.name();
    }

    public List<RedisNode> nodes() {
        return nodes;
    }

    /**
     * Returns all nodes as containers in one network, that of the first node. So every node reaches the others at the
     * addresses that clients use.
     */
    public List<ContainerSpec> containers() {
        RedisNode first = nodes.getFirst();
        List<ContainerSpec> containers = new ArrayList<>();
        containers.add(first.container(new ContainerSpec.Network.Published(
                nodes.stream().map(RedisNode::port).toList())));
        nodes.stream()
                .skip(1)
                .map(node -> node.container(new ContainerSpec.Network.SharedWith(first.name())))
                .forEach(containers::add);
        return containers;
    }

    /** host:port of each node. */
    public List<String> addresses() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.announcedPort()).toList();
    }

    /** Removes the remains of an interrupted formation. Called before the nodes start. */
    public void prepare() {
        if (!isFormed()) {
            nodes.forEach(node -> FileTree.delete(node.workingDirectory()));
        }
    }

    /** Forms the cluster at the first start, and waits until it is linked. Called after the nodes have started. */
    public void awaitLinked() {
        try (ClusterFormation formation = new ClusterFormation(this, admin)) {
            if (!isFormed()) {
                formation.form();
            }
            formation.awaitLinked();
        }
        FileTree.writePrivate(mark(), "formed\n");
    }

    private boolean isFormed() {
        return Files.exists(mark());
    }

    private Path mark() {
        return layout.part(kind.name() + "-formed");
    }
}
