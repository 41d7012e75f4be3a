package dev.firstcome.coupon.rebuild.store;

import dev.firstcome.coupon.rebuild.Rebuild;
import dev.firstcome.coupon.rebuild.RebuildMode;
import dev.firstcome.coupon.rebuild.RebuildReport;
import dev.firstcome.coupon.rebuild.RebuildState;
import dev.firstcome.coupon.rebuild.WhatIfTerms;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Stores rebuilds. All rebuilds of a partition are in the bucket with the number of the partition. */
@Repository
class RebuildRows {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Shards shards;
    private final JdbcClient jdbc;
    private final BucketedIds ids;
    private final Clock clock;

    RebuildRows(Shards shards, JdbcClient jdbc, BucketedIds ids, Clock clock) {
        this.shards = shards;
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
    }

    private static Bucket bucketOf(int partition) {
        return new Bucket(partition);
    }

    /**
     * Returns the rebuild of this command, and creates it if it does not exist. Empty if another rebuild is running.
     */
    Optional<Rebuild> start(Rebuild.Request request) {
        Bucket bucket = bucketOf(request.partition());
        return shards.transact(bucket, () -> {
            insert(bucket, request);
            return jdbc.sql("select * from rebuild where bucket = ? and operator = ? and command_id = ?")
                    .params(bucket.number(), request.operator(), request.commandId())
                    .query(RebuildRows::read)
                    .optional();
        });
    }

    private void insert(Bucket bucket, Rebuild.Request request) {
        jdbc.sql("""
                insert into rebuild (bucket, rebuild_id, partition, campaign_id, mode, rules, stock, per_user_limit, operator,
                    command_id, created_at, state, attempt, cancelled, report)
                values (:bucket, :id, :partition, :campaign, :mode, :rules, :stock, :limit, :operator, :command, :at,
                    'RUNNING', 0, false, :report::jsonb)
                on conflict do nothing""")
                .param("bucket", bucket.number())
                .param("id", ids.next(bucket))
                .param("partition", request.partition())
                .param("campaign", request.campaignId(), Types.OTHER)
                .param("mode", request.mode().name())
                .param("rules", request.whatIf().rules(), Types.INTEGER)
                .param("stock", request.whatIf().stock(), Types.BIGINT)
                .param("limit", request.whatIf().perUserLimit(), Types.INTEGER)
                .param("operator", request.operator())
                .param("command", request.commandId())
                .param("at", Timestamp.from(clock.instant()))
                .param("report", JSON.writeValueAsString(RebuildReport.notStarted()))
                .update();
    }

    Optional<Rebuild> find(UUID id) {
        Bucket bucket = BucketedIds.bucketOf(id);
        return shards.read(
                bucket,
                () -> jdbc.sql("select * from rebuild where bucket = ? and rebuild_id = ?")
                        .params(bucket.number(), id)
                        .query(RebuildRows::read)
                        .optional());
    }

    List<Rebuild> latest(int partition, int limit) {
        Bucket bucket = bucketOf(partition);
        return shards.read(
                bucket,
                () -> jdbc.sql("select * from rebuild where bucket = ? order by rebuild_id desc limit ?")
                        .params(bucket.number(), limit)
                        .query(RebuildRows::read)
                        .list());
    }

    Optional<Rebuild> findLatestVerification(int partition, UUID campaignId) {
        Bucket bucket = bucketOf(partition);
        return shards.read(
                bucket,
                () -> jdbc.sql("""
                        select * from rebuild
                        where bucket = ? and campaign_id = ? and state in ('DONE', 'FAILED')
                            and report ->> 'told' is not null and report ->> 'position' is not null
                        order by rebuild_id desc limit 1""")
                        .params(bucket.number(), campaignId)
                        .query(RebuildRows::read)
                        .optional());
    }

    List<Rebuild> running(Collection<Integer> partitions) {
        if (partitions.isEmpty()) {
            return List.of();
        }
        Integer[] partitionNumbers = partitions.toArray(Integer[]::new);
        return shards.readAll(() ->
                jdbc.sql("""
                select * from rebuild where state = 'RUNNING' and partition = any(?) order by rebuild_id""").param(partitionNumbers).query(RebuildRows::read).list());
    }

    Optional<Rebuild> claim(Rebuild seen) {
        Bucket bucket = BucketedIds.bucketOf(seen.id());
        return shards.transact(bucket, () -> {
            Optional<Rebuild> claimed = jdbc.sql("""
                            update rebuild set attempt = attempt + 1
                            where bucket = ? and rebuild_id = ? and attempt = ? and state = 'RUNNING'
                            returning *""")
                    .params(bucket.number(), seen.id(), seen.attempt())
                    .query(RebuildRows::read)
                    .optional();
            claimed.ifPresent(mine -> jdbc.sql("delete from rebuild_difference where bucket = ? and rebuild_id = ?")
                    .params(bucket.number(), mine.id())
                    .update());
            return claimed;
        });
    }

    Optional<Boolean> report(Rebuild attempt, RebuildReport report) {
        Bucket bucket = BucketedIds.bucketOf(attempt.id());
        return shards.transact(
                bucket,
                () -> jdbc.sql("""
                        update rebuild set report = ?::jsonb
                        where bucket = ? and rebuild_id = ? and attempt = ? and state = 'RUNNING'
                        returning not cancelled""")
                        .params(JSON.writeValueAsString(report), bucket.number(), attempt.id(), attempt.attempt())
                        .query(Boolean.class)
                        .optional());
    }

    boolean finish(Rebuild attempt, RebuildState state, @Nullable String failure, RebuildReport report) {
        Bucket bucket = BucketedIds.bucketOf(attempt.id());
        return shards.transact(
                bucket,
                () -> jdbc.sql("""
                                update rebuild set state = :state, failure = :failure, report = :report::jsonb,
                                    finished_at = :at
                                where bucket = :bucket and rebuild_id = :id and attempt = :attempt and state = 'RUNNING'""")
                                .param("state", state.name())
                                .param("failure", failure, Types.VARCHAR)
                                .param("report", JSON.writeValueAsString(report))
                                .param("at", Timestamp.from(clock.instant()))
                                .param("bucket", bucket.number())
                                .param("id", attempt.id())
                                .param("attempt", attempt.attempt())
                                .update()
                        == 1);
    }

    boolean cancel(UUID id) {
        Bucket bucket = BucketedIds.bucketOf(id);
        return shards.transact(
                bucket, () -> jdbc.sql("""
                                update rebuild set cancelled = true
                                where bucket = ? and rebuild_id = ? and state = 'RUNNING'""").params(bucket.number(), id).update() == 1);
    }

    private static Rebuild read(ResultSet row, int number) throws SQLException {
        Rebuild.Request request = new Rebuild.Request(
                row.getInt("partition"),
                row.getObject("campaign_id", UUID.class),
                RebuildMode.valueOf(row.getString("mode")),
                new WhatIfTerms(
                        row.getObject("rules", Integer.class),
                        row.getObject("stock", Long.class),
                        row.getObject("per_user_limit", Integer.class)),
                row.getObject("operator", UUID.class),
                row.getString("command_id"));
        Timestamp finished = row.getTimestamp("finished_at");
        Instant finishedAt = finished == null ? null : finished.toInstant();
        return new Rebuild(
                row.getObject("rebuild_id", UUID.class),
                request,
                row.getTimestamp("created_at").toInstant(),
                RebuildState.valueOf(row.getString("state")),
                row.getInt("attempt"),
                row.getBoolean("cancelled"),
                row.getString("failure"),
                JSON.readValue(Objects.requireNonNull(row.getString("report")), RebuildReport.class),
                finishedAt);
    }
}
