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
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Coupons in the shard of their owner's bucket. */
@Repository
class ShardedCoupons implements Coupons {
    private static final UUID AFTER_ALL = new UUID(-1, -1);

    private final Shards shards;
    private final JdbcTemplate batches;
    private final JdbcClient jdbc;
    private final CouponCodes codes;

    ShardedCoupons(Shards shards, JdbcTemplate batches, JdbcClient jdbc, CouponCodes codes) {
        this.shards = shards;
        this.batches = batches;
        this.jdbc = jdbc;
        this.codes = codes;
    }

    /** Only the coupon's own id may be there already; any other clash is a broken promise, and fails. */
    @Override
    public void add(String shard, List<CouponIssued> issued) {
        shards.executeOn(
                shard,
                () -> batches.batchUpdate("""
                insert into coupon (bucket, coupon_id, user_id, campaign_id, series, sequence, ordinal, code, state,
                    request_partition, request_offset, issued_at)
                values (?, ?, ?, ?, 0, ?, ?, ?, 'AVAILABLE', ?, ?, ?)
                on conflict (bucket, coupon_id) do nothing""", issued, issued.size(), (row, coupon) -> {
                    row.setInt(1, BucketedIds.bucketOf(coupon.userId()).number());
                    row.setObject(2, coupon.couponId());
                    row.setObject(3, coupon.userId());
                    row.setObject(4, coupon.campaignId());
                    row.setLong(5, coupon.sequence());
                    row.setInt(6, coupon.ordinal());
                    row.setString(7, codes.next());
                    row.setInt(8, coupon.partition());
                    row.setLong(9, coupon.offset());
                    row.setTimestamp(10, Timestamp.from(coupon.decidedAt()));
                }));
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
