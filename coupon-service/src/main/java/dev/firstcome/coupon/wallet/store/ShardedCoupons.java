package dev.firstcome.coupon.wallet.store;

import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.CouponTakenBack;
import dev.firstcome.contracts.coupon.GrantIssued;
import dev.firstcome.contracts.user.MessageKind;
import dev.firstcome.coupon.wallet.Coupon;
import dev.firstcome.coupon.wallet.CouponCodes;
import dev.firstcome.coupon.wallet.CouponEvents;
import dev.firstcome.coupon.wallet.CouponState;
import dev.firstcome.coupon.wallet.Coupons;
import dev.firstcome.coupon.wallet.Telling;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Coupons in the shard of their owner's bucket. */
@Repository
class ShardedCoupons implements Coupons {
    private static final UUID AFTER_ALL = new UUID(-1, -1);

    private final Shards shards;
    private final JdbcClient jdbc;
    private final CouponCodes codes;
    private final Telling telling;
    private final CouponEvents events;

    ShardedCoupons(Shards shards, JdbcClient jdbc, CouponCodes codes, Telling telling, CouponEvents events) {
        this.shards = shards;
        this.jdbc = jdbc;
        this.codes = codes;
        this.telling = telling;
        this.events = events;
    }

    @Override
    public void take(String shard, List<CouponResult> results) {
        List<CouponIssued> issued = of(CouponIssued.class, results);
        List<GrantIssued> granted = of(GrantIssued.class, results);
        List<CouponTakenBack> takenBack = of(CouponTakenBack.class, results);
        Map<UUID, String> names = new HashMap<>();
        granted.forEach(grant -> names.computeIfAbsent(grant.campaignId(), telling::nameOf));
        takenBack.forEach(taken -> names.computeIfAbsent(taken.campaignId(), telling::nameOf));
        shards.executeOn(shard, () -> {
            addIssued(issued);
            granted.forEach(grant -> addGranted(grant, Objects.requireNonNull(names.get(grant.campaignId()))));
            takenBack.forEach(taken -> takeBack(taken, Objects.requireNonNull(names.get(taken.campaignId()))));
        });
    }

    private static <T extends CouponResult> List<T> of(Class<T> type, List<CouponResult> results) {
        return results.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Only the coupon's own id may be there already; any other clash is a broken promise, and fails. */
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

    /** In the series of the grants, in which a user's coupons are told apart by their sequence. */
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
            telling.tell(MessageKind.COUPON_GRANTED, grant, grant.couponId(), campaign, grant.message());
        }
    }

    /**
     * A coupon that was redeemed stays so: it was used before it was taken back. One that is reserved waits for its payment,
     * and is taken back when that releases it.
     */
    private void takeBack(CouponTakenBack taken, String campaign) {
        int bucket = BucketedIds.bucketOf(taken.userId()).number();
        jdbc.sql("""
                insert into coupon_revocation (bucket, user_id, coupon_id, revoked_at) values (?, ?, ?, ?)
                on conflict do nothing""")
                .params(bucket, taken.userId(), taken.couponId(), Timestamp.from(taken.decidedAt()))
                .update();
        jdbc.sql("""
                update coupon set state = 'REVOKED', version = version + 1
                where bucket = ? and user_id = ? and coupon_id = ? and state in ('AVAILABLE', 'EXPIRED')
                returning coupon_id, user_id, campaign_id, version, state""")
                .params(bucket, taken.userId(), taken.couponId())
                .query(ShardedReservations::changed)
                .optional()
                .ifPresent(changed -> {
                    events.tell(changed, null);
                    telling.tell(MessageKind.COUPON_REVOKED, taken, taken.couponId(), campaign, taken.message());
                });
    }

    /** One array a column: a statement of its own for each row costs several times what the row does. */
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

    /** In Postgres' own notation; none of these values has anything in it that it would quote. */
    private static String column(List<CouponIssued> issued, Function<CouponIssued, Object> value) {
        return issued.stream().map(value).map(Object::toString).collect(Collectors.joining(",", "{", "}"));
    }

    @Override
    public List<Coupon> page(UUID userId, @Nullable UUID before, int limit) {
        Bucket bucket = BucketedIds.bucketOf(userId);
        return shards.read(
                bucket,
                () -> jdbc.sql("""
                        select * from coupon
                        where bucket = ? and user_id = ? and coupon_id < ? order by coupon_id desc limit ?""")
                        .params(bucket.number(), userId, before == null ? AFTER_ALL : before, limit)
                        .query(ShardedCoupons::read)
                        .list());
    }

    @Override
    public Optional<Coupon> find(UUID userId, UUID couponId) {
        Bucket bucket = BucketedIds.bucketOf(userId);
        return shards.read(
                bucket,
                () -> jdbc.sql("select * from coupon where bucket = ? and coupon_id = ? and user_id = ?")
                        .params(bucket.number(), couponId, userId)
                        .query(ShardedCoupons::read)
                        .optional());
    }

    @Override
    public Optional<Coupon> ofRequest(UUID userId, int partition, long offset) {
        Bucket bucket = BucketedIds.bucketOf(userId);
        return shards.read(
                bucket,
                () -> jdbc.sql("""
                        select * from coupon
                        where bucket = ? and user_id = ? and series = 0 and request_partition = ? and request_offset = ?""")
                        .params(bucket.number(), userId, partition, offset)
                        .query(ShardedCoupons::read)
                        .optional());
    }

    @Override
    public Optional<Coupon> firstOf(UUID campaignId, UUID userId) {
        Bucket bucket = BucketedIds.bucketOf(userId);
        return shards.read(
                bucket,
                () -> jdbc.sql("""
                        select * from coupon where bucket = ? and user_id = ? and campaign_id = ? and series = 0
                        order by ordinal limit 1""")
                        .params(bucket.number(), userId, campaignId)
                        .query(ShardedCoupons::read)
                        .optional());
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
                        .query(ShardedCoupons::read)
                        .list())));
        return found;
    }

    static Coupon read(ResultSet row, int number) throws SQLException {
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
