package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * F4: an issuer process is paused until another one takes over its partition, and then resumes. F5: two processes issue
 * all partitions at the same time. The dedicated platform has two instances of coupon-service.
 */
@DedicatedPlatform
class ZombieIssuerScenario {
    private static final String FIRST = ServiceDefinition.COUPON;
    private static final String SECOND = FIRST + "-2";
    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void aSecondIssuerOfAPartitionChangesNothing() throws Exception {
        LocalPlatform.Builder two = LocalPlatform.temporary("zombie")
                .services(ServiceDefinition.GATEWAY, ServiceDefinition.USER, FIRST)
                .scale(FIRST, 2);
        try (SharedPlatform shop = SharedPlatform.start(two)) {
            resumeAfterTakeover(shop, Seeds.one());
            issueWithTwoInstances(shop, Seeds.one() + 1);
        }
    }

    private static void resumeAfterTakeover(SharedPlatform shop, long seed) throws Exception {
        try (CampaignRush rush = CampaignRush.start(shop, "zombie", seed, CampaignRush.Size.SMALL)) {
            rush.awaitMidRush(seed);
            int partition = rush.partition();
            String zombie = lastStartTime(shop, FIRST, partition).compareTo(lastStartTime(shop, SECOND, partition)) > 0
                    ? FIRST
                    : SECOND;
            String successor = zombie.equals(FIRST) ? SECOND : FIRST;
            String before = lastStartTime(shop, zombie, partition);
            shop.platform().pause(zombie);
            Duration took = Eventually.holds(
                    "the other instance takes over the partition",
                    BOUND,
                    () -> lastStartTime(shop, successor, partition).compareTo(before) > 0);
            shop.platform().resume(zombie);

            System.out.printf(
                    "%s was paused; %s took over partition %d after %d ms%n",
                    zombie, successor, partition, took.toMillis());
            rush.awaitFairOutcomes();
            assertThat(shop.platform().isRunning(zombie)).isTrue();
        }
    }

    /** The rogue second instance issues every partition beside the first, which owns them all in the consumer group. */
    private static void issueWithTwoInstances(SharedPlatform shop, long seed) throws Exception {
        LocalPlatform forced = shop.platform().with(FIRST, new ServiceExtras(List.of(), List.of(rogueJar()), Map.of()));
        forced.restart(SECOND); // an instance has the extras of its service
        try (CouponTopics topics = new CouponTopics(shop.description().kafka());
                CampaignRush rush = CampaignRush.start(shop, "two issuers", seed, CampaignRush.Size.SMALL)) {
            long before = topics.resultCount();
            rush.awaitFairOutcomes();
            long accepted = rush.tally().accepted();
            long published = Eventually.get(
                    "each issuer publishes its own results",
                    BOUND,
                    () -> topics.resultCount() - before,
                    now -> now > accepted * 3 / 2);
            System.out.printf("%d requests accepted, %d results published by two issuers%n", accepted, published);
        }
    }

    private static Path rogueJar() throws IOException {
        Path folder = Path.of(System.getProperty("firstcome.target", "target"), "extra");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*-rogue.jar")) {
            return jars.iterator().next();
        }
    }

    /** The time at which the instance last started the partition according to its log, or empty. */
    private static String lastStartTime(SharedPlatform shop, String instance, int partition) throws IOException {
        String startLine = "partition %d starts at".formatted(partition);
        return ServiceLog.linesContaining(shop.platform(), instance, startLine).stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .reduce("", (earlier, later) -> later);
    }
}
