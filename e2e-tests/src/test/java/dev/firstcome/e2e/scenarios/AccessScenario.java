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

/** Every access that the tables of {@code docs/guarantees.md} do not allow is attempted and must be refused. */
@CoreSet
@ExtendWith(SharedPlatformExtension.class)
class AccessScenario {
    private final Path root = ProjectRoot.find().path();
    private final AccessAttempts attempts = new AccessAttempts();

    @Test
    void refusesForbiddenKafkaAccess(SharedPlatform shop) throws Exception {
        long before = refusalCount(shop, "kafka");
        new KafkaAccessAttempts(shop.description().kafka(), GuaranteeTable.below(root, "Kafka"), attempts).attemptAll();
        assertAllRefused(300);
        assertThat(refusalCount(shop, "kafka") - before)
                .as("refusals in status")
                .isGreaterThan(200);
    }

    @Test
    void refusesForbiddenRedisAccess(SharedPlatform shop) throws Exception {
        long before = refusalCount(shop, "redis");
        new RedisAccessAttempts(shop.description(), GuaranteeTable.below(root, "Redis"), attempts).attemptAll();
        assertAllRefused(300);
        assertThat(refusalCount(shop, "redis") - before)
                .as("refusals in status")
                .isGreaterThanOrEqualTo(attempts.attempts());
    }

    @Test
    void refusesForbiddenPostgresAccess(SharedPlatform shop) throws Exception {
        long before = refusalCount(shop, "pg");
        new PostgresAccessAttempts(shop.description(), GuaranteeTable.below(root, "Postgres"), attempts).attemptAll();
        assertAllRefused(400);
        assertThat(refusalCount(shop, "pg") - before)
                .as("refusals in status")
                .isGreaterThanOrEqualTo(attempts.attempts());
    }

    @Test
    void refusesForbiddenServiceCalls(SharedPlatform shop) throws Exception {
        try (ShopperGroup group = shop.signUpShoppers(1, Seeds.one())) {
            ServiceAccessAttempts.Tokens tokens = new ServiceAccessAttempts.Tokens(
                    group.shopper(0).token(), shop.operator().token());
            new ServiceAccessAttempts(
                            shop.description(), shop.platform().layout().secrets(), tokens, attempts)
                    .attemptAll();
        }
        assertAllRefused(100);
    }

    /** The refusals that {@code status} reports, summed over all processes whose name has this prefix. */
    private static long refusalCount(SharedPlatform shop, String processPrefix) {
        return shop.platform().parts().stream()
                .filter(process -> process.name().startsWith(processPrefix))
                .mapToLong(process -> process.refused(shop.platform().layout().log(process.name())))
                .sum();
    }

    private void assertAllRefused(int attemptsMin) {
        System.out.printf("%d access attempts%n", attempts.attempts());
        assertThat(attempts.violations())
                .as("attempts that were not refused as expected")
                .isEmpty();
        assertThat(attempts.attempts()).isGreaterThan(attemptsMin);
    }
}
