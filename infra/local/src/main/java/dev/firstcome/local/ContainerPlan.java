package dev.firstcome.local;

import dev.firstcome.local.containers.ContainerSpec;
import dev.firstcome.local.kafka.KafkaPasswords;
import dev.firstcome.local.kafka.KafkaSetup;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.PlatformSettings;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.postgres.PostgresShard;
import dev.firstcome.local.process.BoundedWait;
import dev.firstcome.local.process.ManagedProcess;
import dev.firstcome.local.process.PortBlock;
import dev.firstcome.local.redis.RedisCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The infrastructure of integration tests in containers: the specification of each container, and the set-up of the
 * running servers. It has the settings, users and topics of the local processes. Its ports are reserved until it is
 * closed.
 */
public final class ContainerPlan implements AutoCloseable {
    private static final int BROKERS = 1;
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);

    private final Layout layout;
    private final PortBlock ports;
    private final PlatformProcesses platform;

    private ContainerPlan(Layout layout, PortBlock ports) {
        this.layout = layout;
        this.ports = ports;
        this.platform =
                new PlatformProcesses(layout, new PlatformSettings(ports.base(), BROKERS, false), List.of(), Map.of());
    }

    /** Creates a plan on free ports, with its secrets and logs in the folder. */
    public static ContainerPlan in(Path data) {
        Layout layout = Layout.of(ProjectRoot.find(), data);
        layout.create();
        return new ContainerPlan(layout, PortBlock.take());
    }

    /** Returns all containers; one that shares a network follows the container with that network. */
    public List<ContainerSpec> containers() {
        List<ContainerSpec> containers = new ArrayList<>();
        platform.brokers.forEach(broker -> containers.add(broker.container()));
        platform.shards.forEach(shard -> containers.add(shard.container()));
        platform.clusters.forEach(cluster -> containers.addAll(cluster.containers()));
        return containers;
    }

    /** Returns the file for the output of a container. */
    public Path log(ContainerSpec container) {
        return layout.log(container.name());
    }

    /**
     * Waits until the servers in the started containers accept connections, and creates their roles, databases,
     * clusters, users, rights and topics.
     */
    public PlatformDescription setUp() {
        for (PostgresShard shard : platform.shards) {
            await(shard.primary());
            shard.setUp();
        }
        for (RedisCluster cluster : platform.clusters) {
            cluster.nodes().forEach(this::await);
            cluster.awaitLinked();
        }
        setUpKafka();
        PlatformDescription description = platform.description();
        description.write(layout.description());
        return description;
    }

    /** The image formats its storage without SCRAM users, so the administrator logs in with PLAIN and creates them. */
    private void setUpKafka() {
        Map<String, String> login = platform.plainAdminLogin();
        KafkaSetup setup = new KafkaSetup(login, BROKERS);
        await(platform.brokers.getFirst().name(), setup::answers);
        new KafkaPasswords(login).change(platform.kafkaUsers());
        setup.run();
    }

    private void await(ManagedProcess server) {
        await(server.name(), server::isReady);
    }

    private void await(String server, BooleanSupplier isReady) {
        if (!BoundedWait.until(READY_WITHIN, isReady)) {
            throw LocalPlatformException.failed("The container of " + server + " was not ready within "
                    + READY_WITHIN.toSeconds() + " s; see its log, " + layout.log(server));
        }
    }

    /** Releases the ports; the containers must have ended. */
    @Override
    public void close() {
        ports.close();
    }
}
