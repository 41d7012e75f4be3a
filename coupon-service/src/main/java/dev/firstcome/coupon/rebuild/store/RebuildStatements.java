package dev.firstcome.coupon.rebuild.store;

import dev.firstcome.coupon.audit.OutcomeDifference;
import dev.firstcome.coupon.rebuild.Rebuild;
import dev.firstcome.coupon.rebuild.Rebuilds.MissingCoupons;
import dev.firstcome.coupon.rebuild.Rebuilds.Numbered;
import dev.firstcome.coupon.rebuild.Rebuilds.WalletCoupon;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL statements on the differences of rebuilds, and on the wallets that a rebuild compares. */
@Repository
class RebuildStatements {
    private static final UUID MIN_ID = new UUID(0, 0);

    private final Shards shards;
    private final JdbcClient jdbc;

    RebuildStatements(Shards shards, JdbcClient jdbc) {
        this.shards = shards;
        this.jdbc = jdbc;
    }

    /** Deletes the differences of a rebuild, in the transaction of the caller. */
    void deleteDifferences(UUID id) {
        jdbc.sql("delete from rebuild_difference where bucket = ? and rebuild_id = ?")
                .params(BucketedIds.bucketOf(id).number(), id)
                .update();
    }

    /** Inserts only if the attempt is current. A superseded attempt adds nothing. */
    void add(Rebuild attempt, List<OutcomeDifference> differences) {
        Bucket bucket = BucketedIds.bucketOf(attempt.id());
        shards.execute(
                bucket,
                () -> jdbc.sql("""
                        insert into rebuild_difference (bucket, rebuild_id, number, campaign_id, user_id, request_offset,
                            told, told_sequence, folded, folded_sequence, effect)
                        select rebuild.bucket, rebuild.rebuild_id, found.number + coalesce((
                                select max(number) from rebuild_difference earlier
                                where earlier.bucket = rebuild.bucket and earlier.rebuild_id = rebuild.rebuild_id), 0),
                            campaign_id_, user_id_, request_offset_, told_, told_sequence_, folded_, folded_sequence_, effect_
                        from rebuild, unnest(:campaigns::uuid[], :users::uuid[], :offsets::bigint[], :told::text[],
                                :toldSequences::bigint[], :folded::text[], :foldedSequences::bigint[], :effects::smallint[])
                            with ordinality as found (campaign_id_, user_id_, request_offset_, told_, told_sequence_, folded_,
                                folded_sequence_, effect_, number)
                        where rebuild.bucket = :bucket and rebuild.rebuild_id = :id and rebuild.attempt = :attempt""")
                        .param("bucket", bucket.number())
                        .param("id", attempt.id())
                        .param("attempt", attempt.attempt())
                        .param("campaigns", column(differences, OutcomeDifference::campaignId, UUID[]::new))
                        .param("users", column(differences, OutcomeDifference::userId, UUID[]::new))
                        .param("offsets", column(differences, OutcomeDifference::offset, Long[]::new))
                        .param(
                                "told",
                                column(differences, one -> one.published().outcome(), String[]::new))
                        .param(
                                "toldSequences",
                                column(differences, one -> one.published().sequence(), Long[]::new))
                        .param("folded", column(differences, one -> one.folded().outcome(), String[]::new))
                        .param(
                                "foldedSequences",
                                column(differences, one -> one.folded().sequence(), Long[]::new))
                        .param("effects", column(differences, RebuildStatements::effect, Integer[]::new))
                        .update());
    }

    private static int effect(OutcomeDifference difference) {
        return switch (difference.effect()) {
            case GAINED -> 1;
            case LOST -> -1;
            case CHANGED -> 0;
        };
    }

    private static <T> T[] column(
            List<OutcomeDifference> differences, Function<OutcomeDifference, T> value, IntFunction<T[]> array) {
        return differences.stream().map(value).toArray(array);
    }

    List<Numbered> differences(UUID id, long after, int limit) {
        Bucket bucket = BucketedIds.bucketOf(id);
        return shards.read(
                bucket,
                () -> jdbc.sql("""
                        select * from rebuild_difference
                        where bucket = ? and rebuild_id = ? and number > ? order by number limit ?""")
                        .params(bucket.number(), id, after, limit)
                        .query(RebuildStatements::difference)
                        .list());
    }

    private static Numbered difference(ResultSet row, int number) throws SQLException {
        OutcomeDifference difference = new OutcomeDifference(
                row.getObject("campaign_id", UUID.class),
                row.getObject("user_id", UUID.class),
                row.getLong("request_offset"),
                new OutcomeDifference.OutcomeSummary(row.getString("told"), row.getLong("told_sequence")),
                new OutcomeDifference.OutcomeSummary(row.getString("folded"), row.getLong("folded_sequence")));
        return new Numbered(row.getLong("number"), difference);
    }

    List<MissingCoupons> missingCoupons(UUID id, UUID campaignId, @Nullable UUID after, int limit) {
        Bucket bucket = BucketedIds.bucketOf(id);
        return shards.read(
                bucket,
                () -> jdbc.sql("""
                        select user_id, sum(effect)::integer as coupons from rebuild_difference
                        where bucket = ? and rebuild_id = ? and campaign_id = ? and user_id > ?
                        group by user_id having sum(effect) > 0 order by user_id limit ?""")
                        .params(bucket.number(), id, campaignId, after == null ? MIN_ID : after, limit)
                        .query((row, number) ->
                                new MissingCoupons(row.getObject("user_id", UUID.class), row.getInt("coupons")))
                        .list());
    }

    long campaignsOf(int partition) {
        return shards
                .readAll(() -> jdbc.sql("select count(*) from campaign where partition = ? and announced")
                        .params(partition)
                        .query(Long.class)
                        .list())
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    List<WalletCoupon> coupons(String shard, int partition, long after, int limit) {
        return shards.readOn(
                shard,
                () -> jdbc.sql("""
                        select campaign_id, user_id, request_offset, series, sequence, ordinal from coupon
                        where request_partition = ? and request_offset > ? order by request_offset limit ?""")
                        .params(partition, after, limit)
                        .query((row, number) -> new WalletCoupon(
                                row.getObject("campaign_id", UUID.class),
                                row.getObject("user_id", UUID.class),
                                row.getLong("request_offset"),
                                row.getInt("series") == 1,
                                row.getLong("sequence"),
                                row.getInt("ordinal")))
                        .list());
    }
}
