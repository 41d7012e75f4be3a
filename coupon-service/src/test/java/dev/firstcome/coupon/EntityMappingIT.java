package dev.firstcome.coupon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.shards.Shards;
import dev.firstcome.testsupport.StallRetry;
import jakarta.persistence.metamodel.EntityType;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

/** Compares the mapping of all entities with the schema that Flyway migrated. */
class EntityMappingIT {
    @Test
    void entitiesMatchTheSchemaOfEveryShard() {
        try (CouponService service = CouponService.shared()) {
            SessionFactory sessions = service.bean(SessionFactory.class);
            Shards shards = service.bean(Shards.class);

            assertThat(sessions.getMetamodel().getEntities())
                    .extracting(EntityType::getName)
                    .containsExactlyInAnyOrder("CampaignEntity", "CouponEntity", "RebuildEntity");
            assertThat(shards.map().shards()).hasSize(2);
            for (String shard : shards.map().shards()) {
                StallRetry.run(() -> shards.executeOn(
                        shard, () -> sessions.getSchemaManager().validateMappedObjects()));
            }
        }
    }
}
