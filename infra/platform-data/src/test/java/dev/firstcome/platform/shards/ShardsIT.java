package dev.firstcome.platform.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.testsupport.Deadline;
import dev.firstcome.testsupport.StallRetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;

/** Work runs on the shard that has the bucket, and nowhere else. */
class ShardsIT {
    private static final Bucket FIRST = new Bucket(0);
    private static final Bucket LAST = new Bucket(Bucket.COUNT - 1);
    private static final int POOL_SIZE = 2;
    private static final Duration ACQUIRE = Duration.ofSeconds(2);
    private static final Duration IN_USE = Duration.ofSeconds(60);

    private static ShardPools pools;
    private static Shards shards;
    private static JdbcClient jdbc;

    @BeforeAll
    static void connect() {
        PlatformDescription platform = SharedInfrastructure.get();
        PlatformDescription.Database database = platform.database("catalog-service");
        List<ShardConnectionDetails.Shard> found = platform.shards().stream()
                .map(shard -> new ShardConnectionDetails.Shard(
                        shard.name(),
                        shard.jdbcUrl(database),
                        database.ownerRole(),
                        database.ownerPassword(),
                        null,
                        null))
                .toList();
        ShardsProperties properties = new ShardsProperties(found, POOL_SIZE, ACQUIRE);
        pools = new ShardPools(properties, properties, new SimpleMeterRegistry());
        DataSource source = ShardsAutoConfiguration.routingDataSource(pools, List.of());
        jdbc = JdbcClient.create(source);
        shards = new Shards(
                new ShardMap(
                        found.stream().map(ShardConnectionDetails.Shard::name).toList()),
                new JdbcTransactionManager(source));
    }

    @AfterAll
    static void disconnect() {
        pools.close();
    }

    @Test
    void workRunsOnTheShardThatHasTheBucket() {
        StallRetry.run(ShardsIT::workIsRouted);
    }

    private static void workIsRouted() {
        List<PlatformDescription.Shard> real = SharedInfrastructure.get().shards();

        assertThat(shards.transact(FIRST, ShardsIT::port))
                .isEqualTo(real.getFirst().port());
        assertThat(shards.read(LAST, ShardsIT::port)).isEqualTo(real.getLast().port());
        Set<Integer> all = new HashSet<>(shards.readAll(() -> List.of(port())));
        assertThat(all).hasSameSizeAs(real);
    }

    @Test
    void sqlWithoutABoundShardFails() {
        StallRetry.run(() -> assertThatThrownBy(ShardsIT::port).hasStackTraceContaining("SQL without a bound shard"));
    }

    @Test
    void aTransactionDoesNotReachIntoAnotherShard() {
        StallRetry.run(ShardsIT::nestedTransactions);
    }

    private static void nestedTransactions() {
        assertThatThrownBy(() -> shards.transact(FIRST, () -> shards.transact(LAST, ShardsIT::port)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot execute SQL on shard");
        assertThat(shards.transact(FIRST, () -> shards.transact(FIRST, ShardsIT::port)))
                .isPositive();
    }

    @Test
    void readingWritesNothing() {
        StallRetry.run(() -> assertThatThrownBy(() -> shards.read(
                        FIRST, () -> jdbc.sql("create table never (x int)").update()))
                .hasStackTraceContaining("read-only transaction"));
    }

    @Test
    void workThatFailsLeavesNothing() {
        StallRetry.run(ShardsIT::failingWork);
    }

    private static void failingWork() {
        shards.execute(
                FIRST,
                () -> jdbc.sql("create unlogged table if not exists left_behind (x int)")
                        .update());
        assertThatThrownBy(() -> shards.execute(FIRST, () -> {
                    jdbc.sql("insert into left_behind values (1)").update();
                    throw new IllegalStateException("half way");
                }))
                .hasMessage("half way");
        assertThat(shards.<Long>read(
                        FIRST,
                        () -> jdbc.sql("select count(*) from left_behind")
                                .query(Long.class)
                                .single()))
                .isZero();
        shards.execute(FIRST, () -> jdbc.sql("drop table left_behind").update());
    }

    @Test
    void aMissingConnectionIsReportedSoon() throws Exception {
        StallRetry.run(ShardsIT::allConnectionsAreInUse);
    }

    private static void allConnectionsAreInUse() throws Exception {
        CountDownLatch taken = new CountDownLatch(POOL_SIZE);
        CountDownLatch done = new CountDownLatch(1);
        List<CompletableFuture<Void>> holders = List.of(hold(taken, done), hold(taken, done));
        assertThat(taken.await(30, TimeUnit.SECONDS)).isTrue();

        Deadline deadline = Deadline.after(ACQUIRE);
        assertThatThrownBy(() -> shards.transact(FIRST, ShardsIT::port))
                .satisfiesAnyOf(
                        failed -> assertThat(failed).isInstanceOf(CannotCreateTransactionException.class),
                        failed -> assertThat(failed).hasStackTraceContaining("Connection is not available"));
        assertThat(deadline.elapsed())
                .as("less than the connections are in use")
                .isLessThan(IN_USE.dividedBy(2));
        assertThat(shards.transact(LAST, ShardsIT::port)).as("another shard").isPositive();

        done.countDown();
        CompletableFuture.allOf(holders.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Void> hold(CountDownLatch taken, CountDownLatch done) {
        return CompletableFuture.runAsync(
                () -> shards.execute(FIRST, () -> {
                    port();
                    taken.countDown();
                    await(done);
                }),
                Thread.ofVirtual()::start);
    }

    private static void await(CountDownLatch done) {
        try {
            assertThat(done.await(IN_USE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static int port() {
        return jdbc.sql("select inet_server_port()").query(Integer.class).single();
    }
}
