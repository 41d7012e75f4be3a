package dev.firstcome.local.redis;

import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** One cluster of three masters and three replicas; node 4 is at first the replica of node 1, and so on. */
public final class RedisCluster {
    static final int MASTERS = 3;
    static final int NODES = 2 * MASTERS;

    private final String name;
    private final Layout layout;
    private final List<RedisNode> nodes;

    private RedisCluster(String name, String policy, Layout layout, Ports ports) {
        this.name = name;
        this.layout = layout;
        this.nodes = IntStream.rangeClosed(1, NODES)
                .mapToObj(node -> new RedisNode(name + "-" + node, policy, layout, ports))
                .toList();
    }

    /** Coupons: nothing is ever evicted, every write goes to an append-only file. */
    public static RedisCluster coupon(Layout layout, Ports ports) {
        return new RedisCluster("redis-coupon", """
                maxmemory 512mb
                maxmemory-policy noeviction
                appendonly yes
                appendfsync everysec
                """, layout, ports);
    }

    /** Caches and rate limits: what is used least goes first, nothing is kept on disk. */
    public static RedisCluster cache(Layout layout, Ports ports) {
        return new RedisCluster("redis-cache", """
                maxmemory 64mb
                maxmemory-policy allkeys-lfu
                appendonly no
                """, layout, ports);
    }

    public String name() {
        return name;
    }

    public List<RedisNode> nodes() {
        return nodes;
    }

    /** host:port of each node. */
    public List<String> addresses() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.port()).toList();
    }

    /** Before the nodes start: what a formation that was cut short has left is of no use. */
    public void prepare() {
        if (!isFormed()) {
            nodes.forEach(node -> FileTree.delete(node.workingDirectory()));
        }
    }

    /** After the nodes have started: forms the cluster at the first start, and waits until all of it is linked. */
    public void awaitLinked() {
        try (ClusterFormation formation = new ClusterFormation(this)) {
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
        return layout.part(name + "-formed");
    }
}
