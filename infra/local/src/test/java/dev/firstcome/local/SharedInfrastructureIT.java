package dev.firstcome.local;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.local.kafka.TopicSpec;
import dev.firstcome.local.kafka.TopicTable;
import dev.firstcome.testsupport.StallRetry;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class SharedInfrastructureIT {
    private static final PlatformDescription PLATFORM = SharedInfrastructure.get();

    @Test
    void itIsStartedOnce() {
        assertThat(SharedInfrastructure.get()).isSameAs(PLATFORM);
    }

    @Test
    void eachRedisClusterHasThreeMastersAndThreeLinkedReplicas() {
        StallRetry.run(SharedInfrastructureIT::clustersAreComplete);
    }

    private static void clustersAreComplete() {
        for (PlatformDescription.Redis cluster : List.of(PLATFORM.redisCoupon(), PLATFORM.redisCache())) {
            List<String> replications = ask(cluster, redis -> redis.info("replication"));
            List<String> states = ask(cluster, RedisCommands::clusterInfo);

            assertThat(replications).hasSize(6);
            assertThat(replications)
                    .filteredOn(text -> text.contains("role:master"))
                    .hasSize(3);
            assertThat(replications)
                    .filteredOn(text -> text.contains("master_link_status:up"))
                    .hasSize(3);
            assertThat(states)
                    .allMatch(
                            text -> text.contains("cluster_state:ok") && text.contains("cluster_slots_assigned:16384"));
        }
    }

    @Test
    void couponsAreNeverEvictedAndCachesAreNeverKept() {
        assertThat(ask(
                        PLATFORM.redisCoupon(),
                        redis -> settings(redis, "maxmemory-policy", "appendonly", "appendfsync")))
                .allMatch("noeviction yes everysec"::equals);
        assertThat(ask(PLATFORM.redisCache(), redis -> settings(redis, "maxmemory-policy", "appendonly", "save")))
                .allMatch("allkeys-lfu no "::equals);
        assertThat(ask(
                        PLATFORM.redisCoupon(),
                        redis -> settings(
                                redis,
                                "cluster-node-timeout",
                                "cluster-require-full-coverage",
                                "min-replicas-to-write")))
                .allMatch("2000 no 0"::equals);
    }

    @Test
    void aRoleConnectsToItsOwnDatabaseOnly() throws SQLException {
        PlatformDescription.Database coupon = PLATFORM.database("coupon-service");
        PlatformDescription.Database users = PLATFORM.database("user-service");

        for (PlatformDescription.Shard shard : PLATFORM.shards()) {
            connect(shard, coupon, coupon).close();
            assertThatThrownBy(() -> connect(shard, users, coupon))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            denied -> assertThat(denied.getSQLState()).isEqualTo("28000"));
        }
    }

    @Test
    void aServicesRoleHasTimeoutsAndItsOwnerMakesTheTables() throws SQLException {
        StallRetry.run(SharedInfrastructureIT::rolesHaveTheirSettings);
    }

    private static void rolesHaveTheirSettings() throws SQLException {
        PlatformDescription.Shard shard = PLATFORM.shards().getFirst();
        PlatformDescription.Database payment = PLATFORM.database("payment-service");
        try (Connection owner = DriverManager.getConnection(
                        shard.jdbcUrl(payment), payment.ownerRole(), payment.ownerPassword());
                Connection service = connect(shard, payment, payment);
                Statement making = owner.createStatement();
                Statement using = service.createStatement()) {
            assertThat(one(using, "show statement_timeout")).isEqualTo("2s");
            assertThat(one(using, "show lock_timeout")).isEqualTo("500ms");
            assertThat(one(using, "show transaction_timeout")).isEqualTo("10s");
            assertThat(one(making, "show statement_timeout")).isEqualTo("0");
            making.execute("drop table if exists proof_of_rights");
            making.execute("create table proof_of_rights (id int primary key)");
            using.execute("insert into proof_of_rights values (1)");
            assertThatThrownBy(() -> using.execute("create table forbidden (id int)"))
                    .hasMessageContaining("permission denied");
            making.execute("drop table proof_of_rights");
        }
    }

    @Test
    void allTopicsAreThereWithTheirSettings() throws Exception {
        List<String> names = TopicTable.ALL.stream().map(TopicSpec::name).toList();
        try (Admin admin = Admin.create(Map.copyOf(PLATFORM.kafka().settings(SystemUsers.ADMIN)))) {
            Map<String, TopicDescription> topics =
                    admin.describeTopics(names).allTopicNames().get(60, TimeUnit.SECONDS);
            List<ConfigResource> resources = names.stream()
                    .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .toList();
            Map<ConfigResource, Config> settings =
                    admin.describeConfigs(resources).all().get(60, TimeUnit.SECONDS);

            assertThat(TopicTable.ALL).allSatisfy(topic -> {
                assertThat(requireNonNull(topics.get(topic.name())).partitions())
                        .hasSize(topic.partitions());
                Config found =
                        requireNonNull(settings.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.name())));
                topic.settings()
                        .forEach((key, value) -> assertThat(
                                        requireNonNull(found.get(key)).value())
                                .isEqualTo(value));
                assertThat(requireNonNull(found.get("unclean.leader.election.enable"))
                                .value())
                        .isEqualTo("false");
            });
        }
    }

    private interface Question {
        String ask(RedisCommands<String, String> redis);
    }

    private static List<String> ask(PlatformDescription.Redis cluster, Question question) {
        List<String> answers = new ArrayList<>();
        try (RedisClient client = RedisClient.create()) {
            for (String node : cluster.uris(SystemUsers.ADMIN)) {
                try (StatefulRedisConnection<String, String> connection = client.connect(RedisURI.create(node))) {
                    answers.add(question.ask(connection.sync()));
                }
            }
        }
        return answers;
    }

    private static String settings(RedisCommands<String, String> redis, String... names) {
        Map<String, String> found = redis.configGet(names);
        return String.join(
                " ",
                List.of(names).stream()
                        .map(name -> found.getOrDefault(name, "?"))
                        .toList());
    }

    private static Connection connect(
            PlatformDescription.Shard shard, PlatformDescription.Database database, PlatformDescription.Database role)
            throws SQLException {
        return DriverManager.getConnection(shard.jdbcUrl(database), role.role(), role.password());
    }

    private static String one(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
