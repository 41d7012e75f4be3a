package dev.firstcome.coupon.campaign.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.campaign.Discount;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores each campaign in the shard of its bucket. Announced campaigns are immutable and therefore cached. */
@Repository
class ShardedCampaigns implements Campaigns {
    private static final UUID AFTER_ALL = new UUID(-1, -1);

    private final Shards shards;
    private final JdbcClient jdbc;
    private final Cache<UUID, Campaign> announced = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(30))
            .build();

    ShardedCampaigns(Shards shards, JdbcClient jdbc) {
        this.shards = shards;
        this.jdbc = jdbc;
    }

    @Override
    public Campaign saveIfAbsent(Campaign campaign) {
        Bucket bucket = BucketedIds.bucketOf(campaign.id());
        return shards.transact(bucket, () -> {
            insert(bucket, campaign);
            return jdbc.sql("""
                    select * from campaign
                    where bucket = :bucket and created_by = :operator and command_id = :command""")
                    .param("bucket", bucket.number())
                    .param("operator", campaign.createdBy())
                    .param("command", campaign.commandId())
                    .query(ShardedCampaigns::read)
                    .single();
        });
    }

    private void insert(Bucket bucket, Campaign campaign) {
        Campaign.Terms terms = campaign.terms();
        Instant drawFrom = terms.drawFrom();
        jdbc.sql("""
                insert into campaign (bucket, campaign_id, partition, name, stock, per_user_limit, segments, draw_from, seed_hash, opens_at, closes_at,
                    discount_type, discount_amount, discount_currency, discount_percent, validity_days,
                    created_by, command_id, announced)
                values (:bucket, :id, :partition, :name, :stock, :limit, :segments, :draw, :seedHash, :opens, :closes,
                    :type, :amount, :currency, :percent, :validity, :operator, :command, false)
                on conflict (bucket, created_by, command_id) do nothing""")
                .param("bucket", bucket.number())
                .param("id", campaign.id())
                .param("partition", campaign.partition())
                .param("name", terms.name())
                .param("stock", terms.stock())
                .param("limit", terms.perUserLimit())
                .param("segments", terms.segments().toArray(String[]::new))
                .param(
                        "draw",
                        drawFrom == null ? null : drawFrom.atOffset(ZoneOffset.UTC),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param("seedHash", campaign.seedHash(), Types.VARCHAR)
                .param("opens", Timestamp.from(terms.opensAt()))
                .param("closes", Timestamp.from(terms.closesAt()))
                .param("type", terms.discount().type().name())
                .param("amount", terms.discount().amount(), Types.BIGINT)
                .param("currency", terms.discount().currency(), Types.VARCHAR)
                .param("percent", terms.discount().percent(), Types.INTEGER)
                .param("validity", terms.validityDays())
                .param("operator", campaign.createdBy())
                .param("command", campaign.commandId())
                .update();
    }

    @Override
    public void announce(UUID id) {
        Bucket bucket = BucketedIds.bucketOf(id);
        shards.execute(
                bucket,
                () -> jdbc.sql("update campaign set announced = true where bucket = ? and campaign_id = ?")
                        .params(bucket.number(), id)
                        .update());
    }

    @Override
    public Optional<Campaign> find(UUID id) {
        Campaign known = announced.getIfPresent(id);
        if (known != null) {
            return Optional.of(known);
        }
        Bucket bucket = BucketedIds.bucketOf(id);
        Optional<Campaign> found = shards.read(
                bucket,
                () -> jdbc.sql("select * from campaign where bucket = ? and campaign_id = ? and announced")
                        .params(bucket.number(), id)
                        .query(ShardedCampaigns::read)
                        .optional());
        found.ifPresent(campaign -> announced.put(id, campaign));
        return found;
    }

    @Override
    public List<Campaign> page(@Nullable UUID before, int limit) {
        return shards
                .readAll(() -> jdbc.sql(
                                "select * from campaign where announced and campaign_id < ? order by campaign_id desc limit ?")
                        .params(before == null ? AFTER_ALL : before, limit)
                        .query(ShardedCampaigns::read)
                        .list())
                .stream()
                .sorted(Comparator.comparing(
                                (Campaign campaign) -> campaign.id().toString())
                        .reversed())
                .limit(limit)
                .toList();
    }

    private static Campaign read(ResultSet row, int number) throws SQLException {
        Discount discount = new Discount(
                Discount.Type.valueOf(row.getString("discount_type")),
                row.getObject("discount_amount", Long.class),
                row.getString("discount_currency"),
                row.getObject("discount_percent", Integer.class));
        Campaign.Terms terms = new Campaign.Terms(
                row.getString("name"),
                row.getLong("stock"),
                row.getInt("per_user_limit"),
                List.of((String[]) row.getArray("segments").getArray()),
                row.getTimestamp("draw_from") == null ? null : instant(row, "draw_from"),
                instant(row, "opens_at"),
                instant(row, "closes_at"),
                discount,
                row.getInt("validity_days"));
        return new Campaign(
                row.getObject("campaign_id", UUID.class),
                row.getInt("partition"),
                terms,
                row.getObject("created_by", UUID.class),
                row.getString("command_id"),
                row.getString("seed_hash"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
