package dev.firstcome.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.process.ManagedProcess;
import dev.firstcome.local.process.ProcessIdentity;
import dev.firstcome.local.process.ProcessRecord;
import dev.firstcome.local.process.ProcessRecords;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.KillsProcesses;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@KillsProcesses
class LocalPlatformIT {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final LocalPlatform PLATFORM =
            LocalPlatform.temporary("parts").replicas().services().start();

    @AfterAll
    static void end() {
        List<ProcessRecord> parts = PLATFORM.processes().running();

        PLATFORM.close();

        assertThat(parts).hasSize(17).noneMatch(part -> part.process().isAlive());
        assertThat(PLATFORM.layout().part("pg-1")).doesNotExist();
        assertThat(PLATFORM.layout().log("pg-1")).exists();
    }

    @Test
    void aReplicaHasWhatItsPrimaryHas() throws SQLException {
        PlatformDescription.Shard shard = PLATFORM.description().shards().getLast();
        write(shard.port(), "create table followed as select 41 as answer");

        awaitAnswer("41", shard.replicaPorts().getFirst(), "followed");
    }

    @Test
    void aKilledDatabaseStartsAgainWithItsDataAndItsReplica() throws SQLException {
        PlatformDescription.Shard shard = PLATFORM.description().shards().getFirst();
        write(shard.port(), "create table kept as select 42 as answer");

        PLATFORM.kill("pg-1");
        assertThat(PLATFORM.isRunning("pg-1")).isFalse();
        PLATFORM.start("pg-1");

        awaitAnswer("42", shard.port(), "kept");
        write(shard.port(), "update kept set answer = 43");
        awaitAnswer("43", shard.replicaPorts().getFirst(), "kept");
    }

    @Test
    void aStandbyTakesOverAndTheServerThatLedFollowsIt() throws SQLException {
        PlatformDescription.Shard shard = PLATFORM.description().shards().getLast();
        int standby = shard.replicaPorts().getFirst();
        write(shard.port(), "create table led as select 44 as answer");
        awaitAnswer("44", standby, "led");
        PLATFORM.kill("pg-2");

        assertThatThrownBy(() -> PLATFORM.promote("pg-2-replica-1", false, Progress.SILENT))
                .as("it may lack acknowledged transactions")
                .isInstanceOf(LocalPlatformException.class)
                .hasMessageContaining("--accept-loss");
        ShardPromoted promoted = PLATFORM.promote("pg-2-replica-1", true, Progress.SILENT);

        assertThat(promoted.complete()).isFalse();
        awaitAnswer("44", standby, "led");
        write(standby, "update led set answer = 45");
        // The server that led follows.
        awaitAnswer("45", shard.port(), "led");
        assertThatThrownBy(() -> write(shard.port(), "update led set answer = 46"))
                .as("it does not lead")
                .hasMessageContaining("read-only");

        PLATFORM.restart("pg-2");
        write(standby, "update led set answer = 47");
        // After a restart it still follows.
        awaitAnswer("47", shard.port(), "led");

        PLATFORM.promote("pg-2", true, Progress.SILENT);
        write(shard.port(), "update led set answer = 48");
        awaitAnswer("48", standby, "led");
    }

    @Test
    void whatLeadsAlreadyOrIsNoDatabaseServerIsNotPromoted() {
        assertThatThrownBy(() -> PLATFORM.promote("pg-1", true, Progress.SILENT))
                .hasMessageContaining("leads");
        assertThatThrownBy(() -> PLATFORM.promote("kafka-1", true, Progress.SILENT))
                .hasMessageContaining("is not a database server");
    }

    /** Its replica is killed with it, so no other node has the data. */
    @Test
    void aKilledRedisHasWhatAScriptWroteWhenItStartsAgain() {
        List<String> nodes = PLATFORM.description().redisCoupon().uris(SystemUsers.ADMIN);
        RedisClient client = RedisClient.create();
        try {
            String master = nodes.stream()
                    .filter(node -> ask(client, node, LocalPlatformIT::writesByScript))
                    .findFirst()
                    .orElseThrow();
            String replica = nodes.stream()
                    .filter(node -> ask(
                            client,
                            node,
                            redis -> redis.info("replication")
                                    .contains("master_port:"
                                            + RedisURI.create(master).getPort())))
                    .findFirst()
                    .orElseThrow();
            // The replica dies first, so that it does not take over.
            List<String> both = Stream.of(replica, master)
                    .map(node -> "redis-coupon-" + (nodes.indexOf(node) + 1))
                    .toList();

            both.forEach(PLATFORM::kill);
            both.reversed().forEach(PLATFORM::start);

            Eventually.holds(
                    "the cluster is complete",
                    BOUND,
                    () -> ask(client, master, redis -> redis.clusterInfo().contains("cluster_state:ok")));
            String kept = ask(
                    client,
                    master,
                    redis -> redis.get("coupon:{kept}:one") + " " + redis.hget("coupon:{kept}:two", "2"));
            assertThat(kept).isEqualTo("1 2");
        } finally {
            client.shutdown(Duration.ZERO, BOUND);
        }
    }

    /** Two writes, which a server keeps and repeats together; false: the keys are another one's. */
    private static boolean writesByScript(RedisCommands<String, String> redis) {
        try {
            redis.eval(
                    "redis.call('SET', KEYS[1], 1) redis.call('HSET', KEYS[2], 2, 2)",
                    ScriptOutputType.STATUS,
                    "coupon:{kept}:one",
                    "coupon:{kept}:two");
            return true;
        } catch (RedisCommandExecutionException moved) {
            return false;
        }
    }

    private static <T> T ask(RedisClient client, String node, Function<RedisCommands<String, String>, T> question) {
        try (StatefulRedisConnection<String, String> connection = client.connect(RedisURI.create(node))) {
            return question.apply(connection.sync());
        }
    }

    @Test
    void aPausedPartDoesNothingUntilItIsResumed() {
        PLATFORM.pause("redis-cache-6");
        boolean readyWhilePaused = part("redis-cache-6").isReady();
        PLATFORM.resume("redis-cache-6");

        assertThat(readyWhilePaused).isFalse();
        Eventually.holds(
                "the resumed process is ready",
                BOUND,
                () -> part("redis-cache-6").isReady());
    }

    @Test
    void aProcessThatOnlyHasTheIdOfAPartIsNotTouched() {
        ProcessRecord node = PLATFORM.processes().require("redis-cache-5");
        ProcessRecord mistaken = new ProcessRecord(
                node.name(),
                node.stage(),
                new ProcessIdentity(
                        node.process().pid(),
                        node.process().startTicks() + 1,
                        node.process().bootId()),
                node.startedAt(),
                node.port(),
                node.stopSignal(),
                node.command());

        PLATFORM.processes().kill(mistaken);
        new ProcessRecords(PLATFORM.layout().records()).write(node);

        assertThat(node.process().isAlive()).isTrue();
        assertThat(PLATFORM.isRunning("redis-cache-5")).isTrue();
    }

    private static ManagedProcess part(String name) {
        return PLATFORM.parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void write(int port, String statement) throws SQLException {
        try (Connection connection = connect(port);
                Statement statements = connection.createStatement()) {
            statements.execute(statement);
        }
    }

    private static void awaitAnswer(String answer, int port, String table) {
        Eventually.get(table + " at port " + port, BOUND, () -> read(port, table), answer::equals);
    }

    private static String read(int port, String table) {
        try (Connection connection = connect(port);
                Statement statements = connection.createStatement();
                ResultSet rows = statements.executeQuery("select answer from " + table)) {
            return rows.next() ? String.valueOf(rows.getInt(1)) : "";
        } catch (SQLException notYet) {
            return notYet.toString();
        }
    }

    private static Connection connect(int port) throws SQLException {
        PlatformDescription.Database database = PLATFORM.description().database("user-service");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database.name(),
                database.ownerRole(),
                database.ownerPassword());
    }
}
