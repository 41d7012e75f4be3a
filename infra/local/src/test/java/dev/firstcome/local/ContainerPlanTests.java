package dev.firstcome.local;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.local.containers.ContainerImage;
import dev.firstcome.local.containers.ContainerSpec;
import dev.firstcome.local.containers.ContainerSpec.Network.Published;
import dev.firstcome.local.containers.ContainerSpec.Network.SharedWith;
import dev.firstcome.local.layout.Ports;
import dev.firstcome.local.process.PortHolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerPlanTests {
    private static final int NODES = 6;

    @TempDir
    private Path data = Path.of("");

    @Test
    void oneContainerRunsEachServer() {
        List<String> expected = new ArrayList<>(List.of("kafka-1", "pg-1", "pg-2"));
        for (String cluster : List.of("redis-coupon-", "redis-cache-")) {
            IntStream.rangeClosed(1, NODES).forEach(node -> expected.add(cluster + node));
        }

        assertThat(containers()).extracting(ContainerSpec::name).containsExactlyElementsOf(expected);
    }

    @Test
    void theFirstNodeOfAClusterPublishesThePortsOfAll() {
        ContainerSpec first = container("redis-cache-1");
        ContainerSpec last = container("redis-cache-6");

        assertThat(first.network())
                .isInstanceOfSatisfying(
                        Published.class,
                        network -> assertThat(network.ports()).hasSize(NODES).isSorted());
        assertThat(last.network()).isEqualTo(new SharedWith("redis-cache-1"));
        assertThat(last.command()).containsExactly("redis-server", "/etc/redis/redis.conf");
        assertThat(last.files().get("/etc/redis/redis.conf"))
                .contains("dir /data\n", "cluster-announce-ip 127.0.0.1\n", "user default reset off");
    }

    @Test
    void databasesHaveTheirSettingsAndTheirAccessRules() {
        ContainerSpec shard = container("pg-2");

        assertThat(shard.image()).isEqualTo(ContainerImage.POSTGRES);
        assertThat(shard.environment()).containsKeys("POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS");
        assertThat(shard.command())
                .contains("config_file=/etc/postgresql/postgresql.conf", "hba_file=/etc/postgresql/pg_hba.conf");
        assertThat(shard.files().get("/etc/postgresql/postgresql.conf"))
                .contains("listen_addresses = '*'\n", "wal_level = logical\n");
        assertThat(shard.files().get("/etc/postgresql/pg_hba.conf"))
                .contains("host coupon coupon_service,coupon_service_owner,coupon_service_relay all scram-sha-256\n")
                .doesNotContain("trust");
    }

    @Test
    void variablesOfTheBrokerHaveNoPasswordsOfOtherUsers() {
        ContainerSpec broker = container("kafka-1");
        Published network = (Published) broker.network();

        assertThat(requireNonNull(broker.environment().get("KAFKA_LISTENERS")))
                .startsWith("CLIENT://:" + network.ports().getFirst() + ",");
        assertThat(broker.environment())
                .containsEntry("KAFKA_LISTENER_NAME_CLIENT_SASL_ENABLED_MECHANISMS", "SCRAM-SHA-256,PLAIN")
                .containsKeys("CLUSTER_ID", "KAFKA_LISTENER_NAME_CLIENT_SCRAM___SHA___256_SASL_JAAS_CONFIG");
        assertThat(broker.environment().keySet()).noneMatch(variable -> variable.startsWith("KAFKA_FIRSTCOME"));
    }

    @Test
    void portsAreReservedUntilThePlanIsClosed() {
        int guard;
        try (ContainerPlan plan = ContainerPlan.in(data)) {
            guard = base(plan) + Ports.BLOCK - 1;
            assertThat(PortHolder.isFree(guard)).isFalse();
        }
        assertThat(PortHolder.isFree(guard)).isTrue();
    }

    private static int base(ContainerPlan plan) {
        Published network = (Published) plan.containers().getFirst().network();
        return network.ports().getFirst() - new Ports(Ports.DEFAULT_BASE).of("kafka-1") + Ports.DEFAULT_BASE;
    }

    private ContainerSpec container(String name) {
        return containers().stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<ContainerSpec> containers() {
        try (ContainerPlan plan = ContainerPlan.in(data)) {
            return plan.containers();
        }
    }
}
