package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.payments.PurchaseRun;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.PlatformDescription.Shard;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.process.Part;
import dev.firstcome.model.random.Seeds;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * F26: nobody takes events, and the database's log would fill the disk. It is cut off before, and that it grows is said
 * before that; what the slot of the outbox has lost is told from the table.
 */
@ExtendWith(SharedPlatformExtension.class)
class WalDiskLimitScenario {
    private static final String PAYMENT = ServiceDefinition.PAYMENT;
    private static final int PEOPLE = 40;
    private static final int UP_TO_THE_SIGN = 96;
    private static final int CAP = 160;
    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void theLogIsCutOffAndEveryEventIsToldAllTheSame(SharedPlatform shop) throws Exception {
        Shard shard = shop.description().shards().getFirst();
        List<String> brokers = shop.platform().parts().stream()
                .map(Part::name)
                .filter(name -> name.startsWith("kafka"))
                .toList();
        try (PurchaseLoad payments = PurchaseLoad.open(shop, "log of a full disk", PEOPLE, Seeds.one());
                WriteAheadLog log = WriteAheadLog.of(shop.platform(), shard)) {
            log.keepsAtMost(CAP + "MB");
            brokers.forEach(shop.platform()::pause);
            boolean paused = true;
            try (PurchaseRun shopping = payments.begin(2, PurchaseLoad.GOOD_CARDS, 3, Seeds.one())) {
                Eventually.holds("orders are taken in", BOUND, () -> shopping.taken() >= PEOPLE / 2);
                fills(shop, shard, log);
                long waiting = payments.untold();
                System.out.printf("%d taken in, %d events wait, and their slot is lost%n", shopping.taken(), waiting);
                assertThat(waiting)
                        .as("events that the slot had and nobody was told")
                        .isPositive();
                brokers.forEach(shop.platform()::resume);
                paused = false;

                assertThat(payments.settlesRightly(shopping)).containsOnlyKeys("CAPTURED");
            } finally {
                if (paused) {
                    brokers.forEach(shop.platform()::resume);
                }
            }
        }
        theLossIsSaid(shop, shard);
    }

    private static void fills(SharedPlatform shop, Shard shard, WriteAheadLog log) throws Exception {
        log.grows(UP_TO_THE_SIGN);
        try (HttpClient http = HttpClient.newHttpClient()) {
            Eventually.holds(
                    "that the log grows is a sign before it is cut off", BOUND, () -> isRaised(shop, shard, http));
        }
        assertThat(log.hasLost("outbox_payment")).isFalse();
        log.grows(2 * CAP);
        Eventually.holds("it is cut off", BOUND, () -> {
            log.isTidied();
            return log.hasLost("outbox_payment");
        });
    }

    private static boolean isRaised(SharedPlatform shop, Shard shard, HttpClient http) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(shop.description().serviceUrl(PAYMENT) + "/actuator/prometheus"))
                .header("Authorization", "Bearer " + shop.operator().token())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("firstcome_sign{"))
                .filter(line -> line.contains("sign=\"slot.lag\"") && line.contains("subject=\"" + shard.name()))
                .anyMatch(line -> line.endsWith(" 1.0"));
    }

    private static void theLossIsSaid(SharedPlatform shop, Shard shard) {
        try (PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            Eventually.holds(
                    "that the slot was lost is told",
                    BOUND,
                    () -> topics.records(Topics.PLATFORM_SIGNS).stream()
                            .anyMatch(sign -> sign.path("sign").asString().equals("slot.lost")
                                    && sign.path("source").asString().startsWith(PAYMENT)
                                    && sign.path("subject").asString().startsWith(shard.name())
                                    && sign.path("raised").asBoolean()));
        }
    }
}
