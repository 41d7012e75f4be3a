package dev.firstcome.coupon.wallet.store;

import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.coupon.wallet.Coupon;
import dev.firstcome.coupon.wallet.CouponCodes;
import dev.firstcome.coupon.wallet.CouponState;
import dev.firstcome.coupon.wallet.Coupons;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
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

    ShardedCoupons(Shards shards, JdbcClient jdbc, CouponCodes codes) {
        this.shards = shards;
        this.jdbc = jdbc;
        this.codes = codes;
    }

    /** Only the coupon's own id may be there already; any other clash is a broken promise, and fails. */
    @Override
    public void add(String shard, List<CouponIssued> issued) {
        shards.executeOn(shard, () -> jdbc.sql("""
                insert into coupon (bucket, coupon_id, user_id, campaign_id, series, sequence, ordinal, code, state,
                    request_partition, request_offset, issued_at)
                select bucket, coupon_id, user_id, campaign_id, 0, sequence, ordinal, code, 'AVAILABLE',
                    request_partition, request_offset, issued_at
                from unnest(?::integer[], ?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[], ?::integer[], ?::text[],
                        ?::integer[], ?::bigint[], ?::timestamptz[])
                    as issued (bucket, coupon_id, user_id, campaign_id, sequence, ordinal, code, request_partition,
                        request_offset, issued_at)
                on conflict (bucket, user_id, coupon_id) do nothing""").params(columns(issued)).update());
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
