package dev.firstcome.payment.reconciliation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.payment.RunningPaymentService;
import dev.firstcome.payment.reconciliation.Difference;
import dev.firstcome.payment.reconciliation.Difference.Observation;
import dev.firstcome.payment.reconciliation.Differences;
import dev.firstcome.payment.reconciliation.ReconciliationRun;
import dev.firstcome.payment.reconciliation.ReconciliationRun.Totals;
import dev.firstcome.platform.entities.EntityStore;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.testsupport.StallRetry;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tests the entities of runs and differences on both shards: the last bucket is on another shard than the first. */
class JpaReconciliationsIT {
    private static final int FIRST_BUCKET = 0;
    private static final int LAST_BUCKET = Bucket.COUNT - 1;
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");

    private static RunningPaymentService service;
    private static Shards shards;
    private static EntityStore entities;
    private static Differences differences;

    @BeforeAll
    static void start() {
        service = new RunningPaymentService();
        shards = service.bean(Shards.class);
        entities = service.bean(EntityStore.class);
        differences = service.bean(Differences.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aResolvedDifferenceIsReloaded(int bucket) {
        StallRetry.run(() -> {
            UUID run = UUID.randomUUID();
            Observation observation = observation();
            UUID id = save(run, bucket, observation);

            Difference open = load(id).toDifference();
            assertThat(open.observation()).isEqualTo(observation);
            assertThat(open.runId()).isEqualTo(run);
            assertThat(open.state()).isEqualTo(Difference.State.OPEN);
            assertThat(differences.resolve(id)).isTrue();
            assertThat(differences.resolve(id)).isFalse();

            Difference resolved = load(id).toDifference();
            assertThat(resolved.state()).isEqualTo(Difference.State.RESOLVED);
            assertThat(resolved.resolvedAt()).isNotNull();
            assertThat(resolved.seenAt()).isEqualTo(open.seenAt());
            String otherShard = shards.map().shardOf(new Bucket(LAST_BUCKET - bucket));
            assertThat(shards.readOn(otherShard, () -> entities.find(DifferenceEntity.class, DifferenceKey.of(id))))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aDifferenceThatIsFoundAgainSinceTheLoadStaysOpen(int bucket) {
        StallRetry.run(() -> {
            Observation observation = observation();
            UUID id = save(UUID.randomUUID(), bucket, observation);
            DifferenceEntity stale = load(id);
            assertThat(save(UUID.randomUUID(), bucket, observation)).isEqualTo(id);

            stale.resolve(NOW);

            assertThatThrownBy(() -> shards.execute(new Bucket(bucket), () -> entities.update(stale)))
                    .isInstanceOf(OptimisticLockingFailureException.class);
            assertThat(load(id).isOpen()).isTrue();
            assertThat(differences.resolve(id)).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aStaleRunIsRejected(int bucket) {
        StallRetry.run(() -> {
            RunKey id = insertRun(bucket);
            RunEntity run = loadRun(id);
            RunEntity stale = loadRun(id);
            run.finish(new Totals(4, 3, 2, 1), "the provider is unavailable", NOW);
            shards.execute(new Bucket(bucket), () -> entities.update(run));

            stale.finish(Totals.NONE, "a stale reason", NOW);

            assertThatThrownBy(() -> shards.execute(new Bucket(bucket), () -> entities.update(stale)))
                    .isInstanceOf(OptimisticLockingFailureException.class);
            ReconciliationRun reloaded = loadRun(id).toRun();
            assertThat(reloaded).isEqualTo(run.toRun());
            assertThat(reloaded.totals()).isEqualTo(new Totals(4, 3, 2, 1));
            assertThat(reloaded.reason()).isEqualTo("the provider is unavailable");
        });
    }

    /** Inserts a failed run, which no other part of the service acts on. */
    private static RunKey insertRun(int bucket) {
        RunKey id = new RunKey((short) bucket, service.ids.next(new Bucket(bucket)));
        shards.execute(
                new Bucket(bucket),
                () -> service.bean(JdbcClient.class)
                        .sql("""
                        insert into reconciliation_run
                            (bucket, run_id, from_at, to_at, scheduled, state, lease_until, ended_at, reason)
                        values (?, ?, now() - interval '1 hour', now(), false, 'FAILED', now(), now(), 'a test')
                        """)
                        .params(bucket, id.runId())
                        .update());
        return id;
    }

    private static UUID save(UUID run, int bucket, Observation observation) {
        return differences.save(run, new Bucket(bucket), observation).differenceId();
    }

    private static Observation observation() {
        return new Observation(
                Difference.Type.AMOUNT, "pi_" + UUID.randomUUID(), UUID.randomUUID(), "1000 KRW", "900 KRW");
    }

    private static DifferenceEntity load(UUID id) {
        DifferenceKey key = DifferenceKey.of(id);
        return shards.read(new Bucket(key.bucket()), () -> entities.find(DifferenceEntity.class, key))
                .orElseThrow();
    }

    private static RunEntity loadRun(RunKey id) {
        return shards.read(new Bucket(id.bucket()), () -> entities.find(RunEntity.class, id))
                .orElseThrow();
    }
}
