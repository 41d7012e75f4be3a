package dev.firstcome.coupon.campaign.store;

import static dev.firstcome.coupon.ExecutedStatements.verbs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.coupon.CouponService;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.campaign.Discount;
import dev.firstcome.platform.entities.EntityStore;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.testsupport.StallRetry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;

/** Tests the campaign entity on both shards: the first bucket is on one shard, the last bucket on the other. */
class JpaCampaignsIT {
    private static final int FIRST_BUCKET = 0;
    private static final int LAST_BUCKET = Bucket.COUNT - 1;
    private static final Instant OPENS_AT = Instant.parse("2126-03-01T09:00:00Z");
    private static final Campaign.Terms PLAIN = new Campaign.Terms(
            "spring sale",
            100,
            2,
            List.of(),
            null,
            OPENS_AT,
            OPENS_AT.plusSeconds(3_600),
            new Discount(Discount.Type.AMOUNT, 5_000L, "KRW", null),
            30);
    private static final Campaign.Terms DRAW = new Campaign.Terms(
            "lucky draw",
            10,
            1,
            List.of("gold", "silver"),
            OPENS_AT.minusSeconds(3_600),
            OPENS_AT,
            OPENS_AT.plusMillis(1),
            new Discount(Discount.Type.PERCENT, null, null, 15),
            7);

    private static CouponService service;
    private static Shards shards;
    private static EntityStore entities;
    private static Campaigns campaigns;

    @BeforeAll
    static void start() {
        service = CouponService.shared();
        shards = service.bean(Shards.class);
        entities = service.bean(EntityStore.class);
        campaigns = service.bean(Campaigns.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aSavedCampaignIsReloadedFromItsShardOnly(int bucket) {
        StallRetry.run(() -> {
            for (Campaign campaign : List.of(campaign(bucket, PLAIN), campaign(bucket, DRAW))) {
                assertThat(campaigns.saveIfAbsent(campaign)).isEqualTo(campaign);

                assertThat(load(campaign.id()).toCampaign()).isEqualTo(campaign);
                CampaignKey id = CampaignKey.of(campaign.id());
                String otherShard = shards.map().shardOf(new Bucket(LAST_BUCKET - bucket));
                assertThat(shards.readOn(otherShard, () -> entities.find(CampaignEntity.class, id)))
                        .isEmpty();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aStaleVersionIsRejected(int bucket) {
        StallRetry.run(() -> {
            Campaign campaign = campaigns.saveIfAbsent(campaign(bucket, PLAIN));
            CampaignEntity stale = load(campaign.id());
            campaigns.announce(campaign.id());

            assertThatThrownBy(() -> shards.execute(new Bucket(bucket), () -> entities.update(stale)))
                    .isInstanceOf(OptimisticLockingFailureException.class);
            assertThat(load(campaign.id()).isAnnounced()).isTrue();
            assertThat(load(campaign.id()).version()).isEqualTo(1);
        });
    }

    @Test
    void aSecondCampaignOfACommandIsRejected() {
        StallRetry.run(() -> {
            Campaign first = campaigns.saveIfAbsent(campaign(LAST_BUCKET, PLAIN));
            UUID otherId = service.bean(BucketedIds.class).next(new Bucket(LAST_BUCKET));
            Campaign second =
                    new Campaign(otherId, first.partition(), DRAW, first.createdBy(), first.commandId(), "a hash");

            assertThatThrownBy(() ->
                            shards.execute(new Bucket(LAST_BUCKET), () -> entities.insert(new CampaignEntity(second))))
                    .isInstanceOf(DuplicateKeyException.class);
            assertThat(campaigns.saveIfAbsent(second)).isEqualTo(first);
        });
    }

    @Test
    void aCampaignIsVisibleOnceItIsAnnounced() {
        StallRetry.run(() -> {
            Campaign campaign = campaigns.saveIfAbsent(campaign(FIRST_BUCKET, PLAIN));
            assertThat(campaigns.find(campaign.id())).isEmpty();
            assertThat(campaigns.page(null, 1)).doesNotContain(campaign);

            campaigns.announce(campaign.id());

            assertThat(campaigns.find(campaign.id())).contains(campaign);
            assertThat(campaigns.page(null, 1)).containsExactly(campaign);
        });
    }

    @Test
    void aChangeExecutesNoNeedlessStatement() {
        StallRetry.run(() -> {
            Campaign campaign = campaign(FIRST_BUCKET, PLAIN);
            UUID id = campaign.id();

            assertThat(verbs(service, () -> campaigns.saveIfAbsent(campaign))).containsExactly("select", "insert");
            assertThat(verbs(service, () -> campaigns.saveIfAbsent(campaign))).containsExactly("select");
            assertThat(verbs(service, () -> campaigns.find(id))).containsExactly("select");
            assertThat(verbs(service, () -> campaigns.announce(id))).containsExactly("select", "update");
            assertThat(verbs(service, () -> campaigns.announce(id))).containsExactly("select");
            assertThat(verbs(service, () -> campaigns.find(id))).containsExactly("select");
            assertThat(verbs(service, () -> campaigns.find(id))).as("cached").isEmpty();
            assertThat(verbs(service, () -> campaigns.page(null, 10)))
                    .as("one per shard")
                    .containsExactly("select", "select");
        });
    }

    private static Campaign campaign(int bucket, Campaign.Terms terms) {
        UUID id = service.bean(BucketedIds.class).next(new Bucket(bucket));
        String seedHash = terms.drawFrom() == null ? null : "a hash";
        return new Campaign(id, 0, terms, UUID.randomUUID(), id.toString(), seedHash);
    }

    private static CampaignEntity load(UUID id) {
        return shards.read(BucketedIds.bucketOf(id), () -> entities.find(CampaignEntity.class, CampaignKey.of(id)))
                .orElseThrow();
    }
}
