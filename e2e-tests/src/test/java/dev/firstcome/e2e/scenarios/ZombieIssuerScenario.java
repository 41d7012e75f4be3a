package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * F4: the process that issues a campaign stands still for so long that another takes its partition, and then goes on where
 * it was. On a platform with two coupon services of its own.
 */
class ZombieIssuerScenario {
    private static final String FIRST = ServiceDefinition.COUPON;
    private static final String SECOND = FIRST + "-2";
    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void whoComesBackAfterItsPartitionWasTakenChangesNothing() throws Exception {
        long seed = Seeds.one();
        LocalPlatform.Builder two = LocalPlatform.temporary("zombie")
                .services(ServiceDefinition.GATEWAY, ServiceDefinition.USER, FIRST)
                .scale(FIRST, 2);
        try (Shop shop = Shop.opened(two);
                Scene scene = Scene.begins(shop, "zombie", seed, Scene.Size.SMALL)) {
            scene.midRush(seed);
            int partition = scene.partition();
            String zombie =
                    began(shop, FIRST, partition).compareTo(began(shop, SECOND, partition)) > 0 ? FIRST : SECOND;
            String heir = zombie.equals(FIRST) ? SECOND : FIRST;
            String before = began(shop, zombie, partition);
            shop.platform().pause(zombie);
            Duration taken = Eventually.holds(
                    "the other takes the partition",
                    BOUND,
                    () -> began(shop, heir, partition).compareTo(before) > 0);
            shop.platform().resume(zombie);

            System.out.printf(
                    "%s stood still; %s took partition %d after %d ms%n", zombie, heir, partition, taken.toMillis());
            scene.settlesFairly();
            assertThat(shop.platform().isRunning(zombie)).isTrue();
        }
    }

    /** When the instance began to issue the partition last, as its log tells; empty: never. */
    private static String began(Shop shop, String instance, int partition) throws IOException {
        String begins = "partition %d begins at".formatted(partition);
        return Files.readAllLines(shop.platform().layout().log(instance)).stream()
                .filter(line -> line.contains(begins))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .reduce("", (earlier, later) -> later);
    }
}
