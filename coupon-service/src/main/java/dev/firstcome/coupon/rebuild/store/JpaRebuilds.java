package dev.firstcome.coupon.rebuild.store;

import dev.firstcome.coupon.audit.OutcomeDifference;
import dev.firstcome.coupon.rebuild.Rebuild;
import dev.firstcome.coupon.rebuild.RebuildReport;
import dev.firstcome.coupon.rebuild.RebuildState;
import dev.firstcome.coupon.rebuild.Rebuilds;
import dev.firstcome.platform.entities.EntityStore;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Repository;

/**
 * Stores rebuilds. All rebuilds of a partition are in the bucket with the number of the partition. A change locks the
 * row before it reads it and until it commits.
 */
@Repository
class JpaRebuilds implements Rebuilds {
    /** In SQL, because HQL has no operator for members of JSON documents. */
    private static final String LATEST_VERIFICATION = """
            select * from rebuild
            where bucket = :bucket and campaign_id = :campaign and state in ('DONE', 'FAILED')
                and report ->> 'audit' is not null and report ->> 'position' is not null
            order by rebuild_id desc limit 1""";

    private static final String RUNNING_REBUILDS = """
            from RebuildEntity rebuild
            where rebuild.state = RUNNING and rebuild.partition in (:partitions)
            order by rebuild.id.rebuildId""";

    private final Shards shards;
    private final EntityStore entities;
    private final RebuildStatements statements;
    private final BucketedIds ids;
    private final Clock clock;

    JpaRebuilds(Shards shards, EntityStore entities, RebuildStatements statements, BucketedIds ids, Clock clock) {
        this.shards = shards;
        this.entities = entities;
        this.statements = statements;
        this.ids = ids;
        this.clock = clock;
    }

    private static Bucket bucketOf(int partition) {
        return new Bucket(partition);
    }

    @Override
    public StartResult start(Rebuild.Request request) {
        return findOrInsert(request)
                .<StartResult>map(started -> new StartResult.Started(started.toRebuild()))
                .or(() -> latest(request.partition(), 1).stream()
                        .<StartResult>map(other -> new StartResult.AlreadyRunning(other.id()))
                        .findFirst())
                .orElseThrow();
    }

    /** Returns the rebuild of this command. Empty if another rebuild is running. */
    private Optional<RebuildEntity> findOrInsert(Rebuild.Request request) {
        Bucket bucket = bucketOf(request.partition());
        try {
            return Optional.of(shards.transact(
                    bucket, () -> findByCommand(bucket, request).orElseGet(() -> insert(bucket, request))));
        } catch (DuplicateKeyException concurrent) {
            // Either the same command has committed concurrently, or the partition has a running rebuild.
            return shards.read(bucket, () -> findByCommand(bucket, request));
        }
    }

    private Optional<RebuildEntity> findByCommand(Bucket bucket, Rebuild.Request request) {
        return entities.call(session -> session.createSelectionQuery("""
                        from RebuildEntity
                        where id.bucket = :bucket and operator = :operator and commandId = :command""", RebuildEntity.class)
                .setParameter("bucket", bucket.number())
                .setParameter("operator", request.operator())
                .setParameter("command", request.commandId())
                .uniqueResultOptional());
    }

    private RebuildEntity insert(Bucket bucket, Rebuild.Request request) {
        RebuildEntity created = new RebuildEntity(ids.next(bucket), request, now());
        entities.insert(created);
        return created;
    }

    @Override
    public Optional<Rebuild> find(UUID id) {
        return shards.read(BucketedIds.bucketOf(id), () -> entities.find(RebuildEntity.class, RebuildKey.of(id)))
                .map(RebuildEntity::toRebuild);
    }

    @Override
    public List<Rebuild> latest(int partition, int limit) {
        Bucket bucket = bucketOf(partition);
        return shards.read(
                bucket,
                () -> entities.call(session -> rebuilds(session.createSelectionQuery(
                                "from RebuildEntity where id.bucket = :bucket order by id.rebuildId desc",
                                RebuildEntity.class)
                        .setParameter("bucket", bucket.number())
                        .setMaxResults(limit))));
    }

    @Override
    public Optional<Rebuild> findLatestVerification(int partition, UUID campaignId) {
        Bucket bucket = bucketOf(partition);
        return shards
                .read(
                        bucket,
                        () -> entities.call(
                                session -> rebuilds(session.createNativeQuery(LATEST_VERIFICATION, RebuildEntity.class)
                                        .setParameter("bucket", bucket.number())
                                        .setParameter("campaign", campaignId))))
                .stream()
                .findFirst();
    }

    @Override
    public List<Rebuild> running(Collection<Integer> partitions) {
        if (partitions.isEmpty()) {
            return List.of();
        }
        return shards.readAll(() ->
                entities.call(session -> rebuilds(session.createSelectionQuery(RUNNING_REBUILDS, RebuildEntity.class)
                        .setParameterList("partitions", partitions))));
    }

    private static List<Rebuild> rebuilds(SelectionQuery<RebuildEntity> query) {
        return query.list().stream().map(RebuildEntity::toRebuild).toList();
    }

    @Override
    public Optional<Rebuild> claim(Rebuild seen) {
        return shards.transact(
                BucketedIds.bucketOf(seen.id()),
                () -> lock(seen).map(rebuild -> {
                    rebuild.startAttempt();
                    entities.update(rebuild);
                    statements.deleteDifferences(seen.id());
                    return rebuild.toRebuild();
                }));
    }

    @Override
    public Optional<Boolean> report(Rebuild attempt, RebuildReport report) {
        return shards.transact(
                BucketedIds.bucketOf(attempt.id()),
                () -> lock(attempt).map(rebuild -> {
                    rebuild.report(report);
                    entities.update(rebuild);
                    return !rebuild.isCancelled();
                }));
    }

    @Override
    public boolean finish(Rebuild attempt, RebuildState state, @Nullable String failure, RebuildReport report) {
        return shards.transact(
                BucketedIds.bucketOf(attempt.id()),
                () -> lock(attempt)
                        .map(rebuild -> {
                            rebuild.finish(state, failure, report, now());
                            entities.update(rebuild);
                            return true;
                        })
                        .orElse(false));
    }

    /** Locks the rebuild. Empty if it has ended, or if the attempt is superseded. */
    private Optional<RebuildEntity> lock(Rebuild attempt) {
        return entities.lock(RebuildEntity.class, RebuildKey.of(attempt.id()))
                .filter(rebuild -> rebuild.isCurrent(attempt.attempt()));
    }

    @Override
    public boolean cancel(UUID id) {
        return shards.transact(
                BucketedIds.bucketOf(id),
                () -> entities.lock(RebuildEntity.class, RebuildKey.of(id))
                        .filter(RebuildEntity::isRunning)
                        .map(rebuild -> {
                            rebuild.cancel();
                            entities.update(rebuild);
                            return true;
                        })
                        .orElse(false));
    }

    @Override
    public void add(Rebuild attempt, List<OutcomeDifference> differences) {
        statements.add(attempt, differences);
    }

    @Override
    public List<Numbered> differences(UUID id, long after, int limit) {
        return statements.differences(id, after, limit);
    }

    @Override
    public List<MissingCoupons> missingCoupons(UUID id, UUID campaignId, @Nullable UUID after, int limit) {
        return statements.missingCoupons(id, campaignId, after, limit);
    }

    @Override
    public long campaignsOf(int partition) {
        return statements.campaignsOf(partition);
    }

    @Override
    public List<WalletCoupon> coupons(String shard, int partition, long after, int limit) {
        return statements.coupons(shard, partition, after, limit);
    }

    @Override
    public List<String> shards() {
        return shards.map().shards();
    }

    /** As precise as the database. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
