package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.access.AccessAttempts;
import dev.firstcome.e2e.access.KafkaAccessAttempts;
import dev.firstcome.e2e.access.PostgresAccessAttempts;
import dev.firstcome.e2e.access.RedisAccessAttempts;
import dev.firstcome.e2e.access.ServiceAccessAttempts;
import dev.firstcome.e2e.guarantees.GuaranteeTable;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.model.random.Seeds;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the tables of {@code docs/guarantees.md} do not allow is refused: all of it is tried. */
@ExtendWith(SharedPlatformExtension.class)
class AccessScenario {
    private final Path root = ProjectRoot.find().path();
    private final AccessAttempts refusals = new AccessAttempts();

    @Test
    void inKafka(SharedPlatform shop) throws Exception {
        long before = counted(shop, "kafka");
        new KafkaAccessAttempts(shop.description().kafka(), GuaranteeTable.below(root, "Kafka"), refusals).all();
        nothingElseHappened(300);
        assertThat(counted(shop, "kafka") - before).as("refusals in status").isGreaterThan(200);
    }

    @Test
    void inRedis(SharedPlatform shop) throws Exception {
        long before = counted(shop, "redis");
        new RedisAccessAttempts(shop.description(), GuaranteeTable.below(root, "Redis"), refusals).all();
        nothingElseHappened(300);
        assertThat(counted(shop, "redis") - before).as("refusals in status").isGreaterThanOrEqualTo(refusals.tries());
    }

    @Test
    void inPostgres(SharedPlatform shop) throws Exception {
        long before = counted(shop, "pg");
        new PostgresAccessAttempts(shop.description(), GuaranteeTable.below(root, "Postgres"), refusals).all();
        nothingElseHappened(400);
        assertThat(counted(shop, "pg") - before).as("refusals in status").isGreaterThanOrEqualTo(refusals.tries());
    }

    @Test
    void atTheServices(SharedPlatform shop) throws Exception {
        try (ShopperGroup crowd = shop.crowd(1, Seeds.one())) {
            ServiceAccessAttempts.Tokens tokens = new ServiceAccessAttempts.Tokens(
                    crowd.shopper(0).token(), shop.operator().token());
            new ServiceAccessAttempts(
                            shop.description(), shop.platform().layout().secrets(), tokens, refusals)
                    .all();
        }
        nothingElseHappened(100);
    }

    /** What `status` shows as refused, over all parts whose names begin so. */
    private static long counted(SharedPlatform shop, String parts) {
        return shop.platform().parts().stream()
                .filter(part -> part.name().startsWith(parts))
                .mapToLong(part -> part.refused(shop.platform().layout().log(part.name())))
                .sum();
    }

    private void nothingElseHappened(int triesMin) {
        System.out.printf("%d things tried%n", refusals.tries());
        assertThat(refusals.faults()).as("what was not refused as it must be").isEmpty();
        assertThat(refusals.tries()).isGreaterThan(triesMin);
    }
}
