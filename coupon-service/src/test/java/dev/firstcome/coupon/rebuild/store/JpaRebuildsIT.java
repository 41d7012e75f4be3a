package dev.firstcome.coupon.rebuild.store;

import static dev.firstcome.coupon.ExecutedStatements.verbs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.coupon.CouponService;
import dev.firstcome.coupon.audit.OutcomeDifference;
import dev.firstcome.coupon.audit.ResultAudit;
import dev.firstcome.coupon.rebuild.Rebuild;
import dev.firstcome.coupon.rebuild.RebuildMode;
import dev.firstcome.coupon.rebuild.RebuildPhase;
import dev.firstcome.coupon.rebuild.RebuildReport;
import dev.firstcome.coupon.rebuild.RebuildState;
import dev.firstcome.coupon.rebuild.Rebuilds;
import dev.firstcome.coupon.rebuild.Rebuilds.StartResult;
import dev.firstcome.coupon.rebuild.WhatIfTerms;
import dev.firstcome.platform.entities.EntityStore;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.testsupport.StallRetry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Tests the rebuild entity on both shards. The partition number is the bucket. The log does not have these partitions,
 * so no process executes the rebuilds.
 */
class JpaRebuildsIT {
    private static final int ON_FIRST_SHARD = 1_000;
    private static final int ON_SECOND_SHARD = 4_000;
    private static final RebuildReport VERIFIED = new RebuildReport(
            RebuildPhase.COMPARING_STATE,
            9,
            10,
            50_000,
            4,
            1,
            1,
            0,
            3,
            0,
            0,
            12,
            true,
            8L,
            null,
            List.of("holders:1"),
            new ResultAudit(8, Map.of("ISSUED", 3L), 0, 0, 0, 0, 0));

    private static CouponService service;
    private static Shards shards;
    private static EntityStore entities;
    private static Rebuilds rebuilds;

    @BeforeAll
    static void start() {
        service = CouponService.shared();
        shards = service.bean(Shards.class);
        entities = service.bean(EntityStore.class);
        rebuilds = service.bean(Rebuilds.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {ON_FIRST_SHARD, ON_SECOND_SHARD})
    void aSavedRebuildIsReloadedFromItsShardOnly(int partition) {
        StallRetry.run(() -> {
            Rebuild started = start(request(partition));

            assertThat(rebuilds.find(started.id())).contains(started);
            assertThat(rebuilds.latest(partition, 1)).containsExactly(started);
            RebuildKey id = RebuildKey.of(started.id());
            int otherPartition = ON_FIRST_SHARD + ON_SECOND_SHARD - partition;
            String otherShard = shards.map().shardOf(new Bucket(otherPartition));
            assertThat(shards.readOn(otherShard, () -> entities.find(RebuildEntity.class, id)))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {ON_FIRST_SHARD, ON_SECOND_SHARD})
    void aStaleVersionIsRejected(int partition) {
        StallRetry.run(() -> {
            Rebuild started = start(request(partition));
            RebuildEntity stale = load(started);
            assertThat(rebuilds.cancel(started.id())).isTrue();

            stale.report(VERIFIED);

            assertThatThrownBy(() -> shards.execute(new Bucket(partition), () -> entities.update(stale)))
                    .isInstanceOf(OptimisticLockingFailureException.class);
            assertThat(load(started).isCancelled()).isTrue();
            assertThat(load(started).version()).isEqualTo(1);
            assertThat(load(started).toRebuild().report()).isEqualTo(RebuildReport.notStarted());
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {ON_FIRST_SHARD, ON_SECOND_SHARD})
    void onlyTheCurrentAttemptChangesARebuild(int partition) {
        StallRetry.run(() -> {
            Rebuild started = start(request(partition));
            Rebuild attempt = rebuilds.claim(started).orElseThrow();

            assertThat(attempt.attempt()).isEqualTo(1);
            assertThat(rebuilds.claim(started)).as("claimed already").isEmpty();
            assertThat(rebuilds.report(started, VERIFIED)).as("superseded").isEmpty();
            assertThat(rebuilds.finish(started, RebuildState.DONE, null, VERIFIED))
                    .as("superseded")
                    .isFalse();
            assertThat(rebuilds.report(attempt, VERIFIED)).contains(true);
            assertThat(rebuilds.cancel(started.id())).isTrue();
            assertThat(rebuilds.report(attempt, VERIFIED)).as("cancelled").contains(false);
            assertThat(rebuilds.finish(attempt, RebuildState.CANCELLED, null, VERIFIED))
                    .isTrue();
            assertThat(rebuilds.report(attempt, VERIFIED)).as("ended").isEmpty();
            assertThat(rebuilds.cancel(started.id())).as("ended").isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {ON_FIRST_SHARD, ON_SECOND_SHARD})
    void aVerificationIsFoundByItsReport(int partition) {
        StallRetry.run(() -> {
            Rebuild.Request request = request(partition);
            UUID campaign = Objects.requireNonNull(request.campaignId());
            Rebuild attempt = rebuilds.claim(start(request)).orElseThrow();
            assertThat(rebuilds.findLatestVerification(partition, campaign)).isEmpty();

            rebuilds.finish(attempt, RebuildState.FAILED, "CONTRADICTS_RESULTS", VERIFIED);

            Rebuild found = rebuilds.findLatestVerification(partition, campaign).orElseThrow();
            assertThat(found.report()).isEqualTo(VERIFIED);
            assertThat(found.failure()).isEqualTo("CONTRADICTS_RESULTS");
            assertThat(found).isEqualTo(rebuilds.find(attempt.id()).orElseThrow());
            assertThat(rebuilds.running(List.of(ON_FIRST_SHARD, ON_SECOND_SHARD)))
                    .doesNotContain(found);
        });
    }

    @Test
    void aPartitionHasOneRunningRebuild() {
        StallRetry.run(() -> {
            Rebuild.Request request = request(ON_SECOND_SHARD);
            Rebuild started = start(request);

            assertThat(rebuilds.start(request)).isEqualTo(new StartResult.Started(started));
            assertThat(rebuilds.start(request(ON_SECOND_SHARD)))
                    .isEqualTo(new StartResult.AlreadyRunning(started.id()));
            assertThat(rebuilds.running(List.of(ON_SECOND_SHARD))).containsExactly(started);
        });
    }

    @Test
    void aRebuildExecutesNoNeedlessStatement() {
        StallRetry.run(() -> {
            Rebuild.Request request = request(ON_FIRST_SHARD);
            endRunning(ON_FIRST_SHARD);

            assertThat(verbs(service, () -> rebuilds.start(request))).containsExactly("select", "insert");
            assertThat(verbs(service, () -> rebuilds.start(request))).containsExactly("select");
            Rebuild started = rebuilds.latest(ON_FIRST_SHARD, 1).getFirst();
            assertThat(verbs(service, () -> rebuilds.running(List.of(ON_FIRST_SHARD))))
                    .as("one per shard")
                    .containsExactly("select", "select");
            assertThat(verbs(service, () -> rebuilds.claim(started))).containsExactly("select", "update", "delete");
            Rebuild attempt = rebuilds.find(started.id()).orElseThrow();
            assertThat(verbs(service, () -> rebuilds.report(attempt, VERIFIED))).containsExactly("select", "update");
            assertThat(verbs(service, () -> rebuilds.add(attempt, List.of(difference()))))
                    .containsExactly("insert");
            assertThat(verbs(service, () -> rebuilds.cancel(attempt.id()))).containsExactly("select", "update");
            assertThat(verbs(service, () -> rebuilds.finish(attempt, RebuildState.DONE, null, VERIFIED)))
                    .containsExactly("select", "update");
        });
    }

    private static OutcomeDifference difference() {
        OutcomeDifference.OutcomeSummary published = new OutcomeDifference.OutcomeSummary("SOLD_OUT", 0);
        OutcomeDifference.OutcomeSummary folded = new OutcomeDifference.OutcomeSummary("ISSUED", 1);
        return new OutcomeDifference(UUID.randomUUID(), UUID.randomUUID(), 7, published, folded);
    }

    private static Rebuild.Request request(int partition) {
        String commandId = UUID.randomUUID().toString();
        return new Rebuild.Request(
                partition,
                UUID.randomUUID(),
                RebuildMode.WHAT_IF,
                new WhatIfTerms(null, 5L, null),
                UUID.randomUUID(),
                commandId);
    }

    private static Rebuild start(Rebuild.Request request) {
        endRunning(request.partition());
        return ((StartResult.Started) rebuilds.start(request)).rebuild();
    }

    private static void endRunning(int partition) {
        for (Rebuild running : rebuilds.running(List.of(partition))) {
            rebuilds.finish(running, RebuildState.CANCELLED, null, running.report());
        }
    }

    private static RebuildEntity load(Rebuild rebuild) {
        return shards.read(
                        BucketedIds.bucketOf(rebuild.id()),
                        () -> entities.find(RebuildEntity.class, RebuildKey.of(rebuild.id())))
                .orElseThrow();
    }
}
