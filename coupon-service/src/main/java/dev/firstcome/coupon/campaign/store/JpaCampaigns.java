package dev.firstcome.coupon.campaign.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.platform.entities.EntityStore;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Repository;

/** Stores each campaign in the shard of its bucket. Announced campaigns are immutable and therefore cached. */
@Repository
class JpaCampaigns implements Campaigns {
    private static final UUID AFTER_ALL = new UUID(-1, -1);

    private final Shards shards;
    private final EntityStore entities;
    private final Cache<UUID, Campaign> announced = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(30))
            .build();

    JpaCampaigns(Shards shards, EntityStore entities) {
        this.shards = shards;
        this.entities = entities;
    }

    @Override
    public Campaign saveIfAbsent(Campaign campaign) {
        Bucket bucket = BucketedIds.bucketOf(campaign.id());
        try {
            return shards.transact(bucket, () -> findByCommand(bucket, campaign).orElseGet(() -> insert(campaign)))
                    .toCampaign();
        } catch (DuplicateKeyException concurrent) {
            // A concurrent request with the same command id has committed. Campaigns are never deleted.
            return shards.read(bucket, () -> findByCommand(bucket, campaign).orElseThrow(() -> concurrent))
                    .toCampaign();
        }
    }

    private Optional<CampaignEntity> findByCommand(Bucket bucket, Campaign campaign) {
        return entities.call(session -> session.createSelectionQuery("""
                        from CampaignEntity
                        where id.bucket = :bucket and createdBy = :operator and commandId = :command""", CampaignEntity.class)
                .setParameter("bucket", bucket.number())
                .setParameter("operator", campaign.createdBy())
                .setParameter("command", campaign.commandId())
                .uniqueResultOptional());
    }

    private CampaignEntity insert(Campaign campaign) {
        CampaignEntity created = new CampaignEntity(campaign);
        entities.insert(created);
        return created;
    }

    @Override
    public void announce(UUID id) {
        shards.execute(
                BucketedIds.bucketOf(id),
                () -> entities.lock(CampaignEntity.class, CampaignKey.of(id))
                        .filter(campaign -> !campaign.isAnnounced())
                        .ifPresent(campaign -> {
                            campaign.announce();
                            entities.update(campaign);
                        }));
    }

    @Override
    public Optional<Campaign> find(UUID id) {
        Campaign known = announced.getIfPresent(id);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Campaign> found = shards.read(
                        BucketedIds.bucketOf(id), () -> entities.find(CampaignEntity.class, CampaignKey.of(id)))
                .filter(CampaignEntity::isAnnounced)
                .map(CampaignEntity::toCampaign);
        found.ifPresent(campaign -> announced.put(id, campaign));
        return found;
    }

    @Override
    public List<Campaign> page(@Nullable UUID before, int limit) {
        return shards.readAll(() -> pageOfShard(before == null ? AFTER_ALL : before, limit)).stream()
                .map(CampaignEntity::toCampaign)
                .sorted(Comparator.comparing(
                                (Campaign campaign) -> campaign.id().toString())
                        .reversed())
                .limit(limit)
                .toList();
    }

    private List<CampaignEntity> pageOfShard(UUID before, int limit) {
        return entities.call(session -> session.createSelectionQuery("""
                        from CampaignEntity
                        where announced and id.campaignId < :before
                        order by id.campaignId desc""", CampaignEntity.class)
                .setParameter("before", before)
                .setMaxResults(limit)
                .list());
    }
}
