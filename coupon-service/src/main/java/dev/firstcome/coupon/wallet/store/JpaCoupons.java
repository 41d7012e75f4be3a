package dev.firstcome.coupon.wallet.store;

import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.CouponRevocationApplied;
import dev.firstcome.contracts.coupon.result.GrantIssued;
import dev.firstcome.contracts.user.MessageKind;
import dev.firstcome.coupon.wallet.Coupon;
import dev.firstcome.coupon.wallet.CouponCodeGenerator;
import dev.firstcome.coupon.wallet.CouponEvents;
import dev.firstcome.coupon.wallet.CouponNotifications;
import dev.firstcome.coupon.wallet.CouponState;
import dev.firstcome.coupon.wallet.Coupons;
import dev.firstcome.platform.entities.EntityStore;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Stores coupons on the shard of their owner's bucket. SQL statements write the batches of results and find coupons of
 * many owners; queries of one owner load entities.
 */
@Repository
class JpaCoupons implements Coupons {
    private static final UUID MAX_ID = new UUID(-1, -1);

    private final Shards shards;
    private final EntityStore entities;
    private final JdbcClient jdbc;
    private final CouponCodeGenerator codes;
    private final CouponNotifications notifications;
    private final CouponEvents events;

    JpaCoupons(
            Shards shards,
            EntityStore entities,
            JdbcClient jdbc,
            CouponCodeGenerator codes,
            CouponNotifications notifications,
            CouponEvents events) {
        this.shards = shards;
        this.entities = entities;
        this.jdbc = jdbc;
        this.codes = codes;
        this.notifications = notifications;
        this.events = events;
    }

    @Override
    public void apply(String shard, List<CouponResult> results) {
        List<CouponIssued> issued = of(CouponIssued.class, results);
        List<GrantIssued> granted = of(GrantIssued.class, results);
        List<CouponRevocationApplied> revoked = of(CouponRevocationApplied.class, results);
        Map<UUID, String> names = new HashMap<>();
        granted.forEach(grant -> names.computeIfAbsent(grant.campaignId(), notifications::campaignNameOf));
        revoked.forEach(revocation -> names.computeIfAbsent(revocation.campaignId(), notifications::campaignNameOf));
        shards.executeOn(shard, () -> {
            addIssued(issued);
            granted.forEach(grant -> addGranted(grant, Objects.requireNonNull(names.get(grant.campaignId()))));
            revoked.forEach(
                    revocation -> revoke(revocation, Objects.requireNonNull(names.get(revocation.campaignId()))));
        });
    }

    private static <T extends CouponResult> List<T> of(Class<T> type, List<CouponResult> results) {
        return results.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** A duplicate coupon id is ignored. Any other unique violation is a violated invariant and fails the batch. */
    private void addIssued(List<CouponIssued> issued) {
        if (issued.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into coupon (bucket, coupon_id, user_id, campaign_id, series, sequence, ordinal, code, state,
                    request_partition, request_offset, issued_at)
                select bucket, coupon_id, user_id, campaign_id, 0, sequence, ordinal, code,
                    case when revoked_at is null then 'AVAILABLE' else 'REVOKED' end,
                    request_partition, request_offset, issued_at
                from unnest(?::integer[], ?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[], ?::integer[], ?::text[],
                        ?::integer[], ?::bigint[], ?::timestamptz[])
                    as issued (bucket, coupon_id, user_id, campaign_id, sequence, ordinal, code, request_partition,
                        request_offset, issued_at)
                    left join coupon_revocation using (bucket, user_id, coupon_id)
                on conflict (bucket, user_id, coupon_id) do nothing""").params(columns(issued)).update();
    }

    /** Grants use series 1, in which the sequence distinguishes the coupons of a user. */
    private void addGranted(GrantIssued grant, String campaign) {
        int added = jdbc.sql("""
                insert into coupon (bucket, coupon_id, user_id, campaign_id, series, sequence, ordinal, code, state,
                    request_partition, request_offset, issued_at)
                values (:bucket, :id, :user, :campaign, 1, :sequence, :sequence, :code,
                    case when exists (select from coupon_revocation
                        where bucket = :bucket and user_id = :user and coupon_id = :id)
                        then 'REVOKED' else 'AVAILABLE' end,
                    :partition, :offset, :at)
                on conflict (bucket, user_id, coupon_id) do nothing""")
                .param("bucket", BucketedIds.bucketOf(grant.userId()).number())
                .param("id", grant.couponId())
                .param("user", grant.userId())
                .param("campaign", grant.campaignId())
                .param("sequence", grant.sequence())
                .param("code", codes.next())
                .param("partition", grant.partition())
                .param("offset", grant.offset())
                .param("at", Timestamp.from(grant.decidedAt()))
                .update();
        if (added == 1) {
            notifications.publish(MessageKind.COUPON_GRANTED, grant, grant.couponId(), campaign, grant.message());
        }
    }

    /**
     * A redeemed coupon stays redeemed. A reserved coupon stays reserved for its payment and becomes revoked when the
     * payment releases it.
     */
    private void revoke(CouponRevocationApplied revocation, String campaign) {
        int bucket = BucketedIds.bucketOf(revocation.userId()).number();
        jdbc.sql("""
                insert into coupon_revocation (bucket, user_id, coupon_id, revoked_at) values (?, ?, ?, ?)
                on conflict do nothing""")
                .params(bucket, revocation.userId(), revocation.couponId(), Timestamp.from(revocation.decidedAt()))
                .update();
        jdbc.sql("""
                update coupon set state = 'REVOKED', version = version + 1
                where bucket = ? and user_id = ? and coupon_id = ? and state in ('AVAILABLE', 'EXPIRED')
                returning coupon_id, user_id, campaign_id, version, state""")
                .params(bucket, revocation.userId(), revocation.couponId())
                .query(JpaReservations::changed)
                .optional()
                .ifPresent(changed -> {
                    events.publish(changed, null);
                    notifications.publish(
                            MessageKind.COUPON_REVOKED,
                            revocation,
                            revocation.couponId(),
                            campaign,
                            revocation.message());
                });
    }

    /** One array per column, because one statement per row costs several times as much as the row. */
    private List<Object> columns(List<CouponIssued> issued) {
        return List.of(
                column(issued, coupon -> BucketedIds.bucketOf(coupon.userId()).number()),
                column(issued, CouponIssued::couponId),
                column(issued, CouponIssued::userId),
                column(issued, CouponIssued::campaignId),
                column(issued, CouponIssued::sequence),
                column(issued, CouponIssued::ordinal),
                column(issued, coupon -> codes.next()),
                column(issued, CouponIssued::partition),
                column(issued, CouponIssued::offset),
                column(issued, CouponIssued::decidedAt));
    }

    /** A Postgres array literal. None of these values needs quotes. */
    private static String column(List<CouponIssued> issued, Function<CouponIssued, Object> value) {
        return issued.stream().map(value).map(Object::toString).collect(Collectors.joining(",", "{", "}"));
    }

    @Override
    public List<Coupon> page(UUID userId, @Nullable UUID before, int limit) {
        String where = "id.couponId < :before order by id.couponId desc";
        return query(
                userId,
                where,
                query -> query.setParameter("before", before == null ? MAX_ID : before)
                        .setMaxResults(limit));
    }

    @Override
    public Optional<Coupon> find(UUID userId, UUID couponId) {
        return shards.read(
                        BucketedIds.bucketOf(userId),
                        () -> entities.find(CouponEntity.class, CouponKey.of(userId, couponId)))
                .map(CouponEntity::toCoupon);
    }

    @Override
    public Optional<Coupon> findByRequest(UUID userId, int partition, long offset) {
        String where = "series = 0 and requestPartition = :partition and requestOffset = :offset";
        return query(
                        userId,
                        where,
                        query -> query.setParameter("partition", partition).setParameter("offset", offset))
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Coupon> findFirst(UUID campaignId, UUID userId) {
        String where = "series = 0 and campaignId = :campaign order by ordinal";
        return query(
                        userId,
                        where,
                        query -> query.setParameter("campaign", campaignId).setMaxResults(1))
                .stream()
                .findFirst();
    }

    /** Finds coupons of one owner. */
    private List<Coupon> query(UUID userId, String where, UnaryOperator<SelectionQuery<CouponEntity>> parameters) {
        Bucket bucket = BucketedIds.bucketOf(userId);
        String hql = "from CouponEntity where id.bucket = :bucket and id.userId = :user and " + where;
        return shards
                .read(
                        bucket,
                        () -> entities.call(session -> parameters
                                .apply(session.createSelectionQuery(hql, CouponEntity.class))
                                .setParameter("bucket", bucket.number())
                                .setParameter("user", userId)
                                .list()))
                .stream()
                .map(CouponEntity::toCoupon)
                .toList();
    }

    @Override
    public List<Coupon> findAll(Set<UUID> couponIds) {
        Map<String, List<UUID>> byShard = couponIds.stream()
                .collect(Collectors.groupingBy(id -> shards.map().shardOf(BucketedIds.bucketOf(id))));
        List<Coupon> found = new ArrayList<>();
        byShard.forEach((shard, ids) -> found.addAll(shards.readOn(
                shard,
                () -> jdbc.sql("""
                        select coupon.* from unnest(:buckets::integer[], :ids::uuid[]) as asked (bucket, id)
                        join coupon on coupon.bucket = asked.bucket and coupon.coupon_id = asked.id""")
                        .param(
                                "buckets",
                                ids.stream()
                                        .map(id -> BucketedIds.bucketOf(id).number())
                                        .toArray(Integer[]::new))
                        .param("ids", ids.toArray(UUID[]::new))
                        .query(JpaCoupons::read)
                        .list())));
        return found;
    }

    private static Coupon read(ResultSet row, int number) throws SQLException {
        return new Coupon(
                row.getObject("coupon_id", UUID.class),
                row.getObject("user_id", UUID.class),
                row.getObject("campaign_id", UUID.class),
                row.getLong("sequence"),
                row.getString("code"),
                CouponState.valueOf(row.getString("state")),
                row.getTimestamp("issued_at").toInstant());
    }
}
