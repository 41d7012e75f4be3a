package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.model.random.Seeds;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * F4: the process that issues a campaign stands still for so long that another takes its partition, and then goes on where
 * it was. F5: two issue all partitions at the same time. On a platform with two coupon services of its own.
 */
@DedicatedPlatform
class ZombieIssuerScenario {
    private static final String FIRST = ServiceDefinition.COUPON;
    private static final String SECOND = FIRST + "-2";
    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void whoeverIssuesBesideTheOwnerChangesNothing() throws Exception {
        LocalPlatform.Builder two = LocalPlatform.temporary("zombie")
                .services(ServiceDefinition.GATEWAY, ServiceDefinition.USER, FIRST)
                .scale(FIRST, 2);
        try (SharedPlatform shop = SharedPlatform.opened(two)) {
            aZombieChangesNothing(shop, Seeds.one());
            twoAtOnceDecideAlike(shop, Seeds.one() + 1);
        }
    }

    private static void aZombieChangesNothing(SharedPlatform shop, long seed) throws Exception {
        try (CampaignRush scene = CampaignRush.begins(shop, "zombie", seed, CampaignRush.Size.SMALL)) {
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

    /** The second takes every partition by force, beside the first, to whom its group gives them all. */
    private static void twoAtOnceDecideAlike(SharedPlatform shop, long seed) throws Exception {
        LocalPlatform forced = shop.platform().with(FIRST, new ServiceExtras(List.of(), List.of(rogueJar()), Map.of()));
        forced.restart(SECOND); // an instance has the extras of its service
        try (CouponTopics topics = new CouponTopics(shop.description().kafka());
                CampaignRush scene = CampaignRush.begins(shop, "two issuers", seed, CampaignRush.Size.SMALL)) {
            long before = topics.results();
            scene.settlesFairly();
            long accepted = scene.tally().accepted();
            long told = Eventually.get(
                    "each issuer tells its own results",
                    BOUND,
                    () -> topics.results() - before,
                    now -> now > accepted * 3 / 2);
            System.out.printf("%d requests accepted, %d results told by two issuers%n", accepted, told);
        }
    }

    private static Path rogueJar() throws IOException {
        Path folder = Path.of(System.getProperty("firstcome.target", "target"), "extra");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*-rogue.jar")) {
            return jars.iterator().next();
        }
    }

    /** When the instance began to issue the partition last, as its log tells; empty: never. */
    private static String began(SharedPlatform shop, String instance, int partition) throws IOException {
        String begins = "partition %d begins at".formatted(partition);
        return ServiceLog.linesWith(shop.platform(), instance, begins).stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .reduce("", (earlier, later) -> later);
    }
}
