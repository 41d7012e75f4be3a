package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.payments.PurchaseRun;
import dev.firstcome.local.PlatformDescription.Shard;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.process.ManagedProcess;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * F26: Kafka is unavailable, and the retained WAL would fill the disk. An alert is raised, then Postgres drops the WAL
 * of the outbox slot. The relay publishes the events of the lost slot from the outbox table.
 */
@ExtendWith(SharedPlatformExtension.class)
class WalDiskLimitScenario {
    private static final String PAYMENT = ServiceDefinition.PAYMENT;
    private static final int USERS = 40;
    private static final int ALERT_MIB = 96;
    private static final int LIMIT_MIB = 160;
    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void everyEventIsPublishedAfterTheWalLimitInvalidatesTheSlot(SharedPlatform shop) throws Exception {
        Shard shard = shop.description().shards().getFirst();
        List<String> brokers = shop.platform().parts().stream()
                .map(ManagedProcess::name)
                .filter(name -> name.startsWith("kafka"))
                .toList();
        try (PurchaseLoad payments = PurchaseLoad.open(shop, "WAL disk limit", USERS, Seeds.one());
                WriteAheadLog wal = WriteAheadLog.of(shop.platform(), shard)) {
            wal.limitSlotRetention(LIMIT_MIB + "MB");
            brokers.forEach(shop.platform()::pause);
            boolean paused = true;
            try (PurchaseRun shopping = payments.start(2, PurchaseLoad.GOOD_CARDS, 3, Seeds.one())) {
                Eventually.holds("orders are accepted", BOUND, () -> shopping.accepted() >= USERS / 2);
                fillWal(shop, shard, wal);
                long pending = payments.pendingEvents();
                System.out.printf(
                        "%d orders accepted, %d events pending, and their slot is lost%n",
                        shopping.accepted(), pending);
                assertThat(pending).as("unpublished events of the lost slot").isPositive();
                brokers.forEach(shop.platform()::resume);
                paused = false;

                assertThat(payments.awaitValidOutcome(shopping)).containsOnlyKeys("CAPTURED");
            } finally {
                if (paused) {
                    brokers.forEach(shop.platform()::resume);
                }
            }
        }
        awaitSlotLostAlert(shop, shard);
    }

    private static void fillWal(SharedPlatform shop, Shard shard, WriteAheadLog wal) throws Exception {
        wal.write(ALERT_MIB);
        try (HttpClient http = HttpClient.newHttpClient()) {
            Eventually.holds("the alert is raised before the slot is lost", BOUND, () -> isRaised(shop, shard, http));
        }
        assertThat(wal.isSlotLost("outbox_payment")).isFalse();
        wal.write(2 * LIMIT_MIB);
        Eventually.holds("the slot is lost", BOUND, () -> {
            wal.checkpoint();
            return wal.isSlotLost("outbox_payment");
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
                .filter(line -> line.startsWith("firstcome_alert{"))
                .filter(line -> line.contains("alert=\"slot.lag\"") && line.contains("subject=\"" + shard.name()))
                .anyMatch(line -> line.endsWith(" 1.0"));
    }

    private static void awaitSlotLostAlert(SharedPlatform shop, Shard shard) {
        try (PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            Eventually.holds(
                    "the slot-lost alert is raised",
                    BOUND,
                    () -> topics.records(Topics.PLATFORM_ALERTS).stream()
                            .anyMatch(alert -> alert.path("alert").asString().equals("slot.lost")
                                    && alert.path("source").asString().startsWith(PAYMENT)
                                    && alert.path("subject").asString().startsWith(shard.name())
                                    && alert.path("raised").asBoolean()));
        }
    }
}
