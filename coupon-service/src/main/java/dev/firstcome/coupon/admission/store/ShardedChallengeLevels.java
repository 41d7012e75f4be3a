package dev.firstcome.coupon.admission.store;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.firstcome.coupon.admission.ChallengeLevels;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Stores levels in the shard of the campaign. Each process refreshes a used level about once per second; while the
 * shard is unavailable, the last known level is used.
 */
@Repository
class ShardedChallengeLevels implements ChallengeLevels {
    private static final Duration REFRESH_AFTER = Duration.ofMillis(800);
    private static final int CAMPAIGNS_MAX = 10_000;

    private final Shards shards;
    private final JdbcClient jdbc;
    private final LoadingCache<UUID, Integer> levels;

    ShardedChallengeLevels(Shards shards, JdbcClient jdbc) {
        this.shards = shards;
        this.jdbc = jdbc;
        this.levels = Caffeine.newBuilder()
                .maximumSize(CAMPAIGNS_MAX)
                .refreshAfterWrite(REFRESH_AFTER)
                .executor(work -> Thread.ofVirtual().name("challenge-level").start(work))
                .build(this::read);
    }

    @Override
    public int of(UUID campaignId) {
        return Objects.requireNonNull(levels.get(campaignId));
    }

    private int read(UUID campaignId) {
        Bucket bucket = BucketedIds.bucketOf(campaignId);
        return shards.read(bucket, () -> query(bucket, campaignId));
    }

    private int query(Bucket bucket, UUID campaignId) {
        return jdbc.sql("select bits from campaign_challenge where bucket = ? and campaign_id = ?")
                .params(bucket.number(), campaignId)
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    @Override
    public int set(UUID campaignId, int bits) {
        Bucket bucket = BucketedIds.bucketOf(campaignId);
        int before = shards.transact(bucket, () -> {
            int previous = query(bucket, campaignId);
            jdbc.sql("""
                    insert into campaign_challenge (bucket, campaign_id, bits) values (?, ?, ?)
                    on conflict (bucket, campaign_id) do update set bits = excluded.bits""").params(bucket.number(), campaignId, bits).update();
            return previous;
        });
        levels.put(campaignId, bits);
        return before;
    }
}
