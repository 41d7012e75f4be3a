package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * F1: clients of a paused campaign receive their queue position by SSE, also across a service kill, and then the
 * outcome.
 */
@ExtendWith(SharedPlatformExtension.class)
class QueuePositionScenario {
    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final int USERS = 40;
    private static final long STOCK = 25;

    @Test
    void everyUserReceivesPositionAndOutcomeAcrossAServiceKill(SharedPlatform shop) throws Exception {
        URI gateway = URI.create(shop.description().gatewayUrl());
        List<QueuePositionClient> clients = new ArrayList<>();
        try (ShopperGroup group = shop.signUpShoppers(USERS, Seeds.one())) {
            UUID campaign = shop.createCampaign(Duration.ZERO, "watched", STOCK);
            sendCommand(shop, campaign, "pause");
            for (Shopper shopper : group.shoppers()) {
                clients.add(
                        new QueuePositionClient(gateway, shopper, submit(shopper, campaign), clients.size() % 2 == 0));
            }
            Eventually.holds(
                    "every client receives DEFERRED",
                    BOUND,
                    () -> all(clients, client -> client.lastStateIs("DEFERRED")));
            assertThat(clients)
                    .extracting(client -> client.last().path("position").asLong())
                    .containsExactlyElementsOf(
                            LongStream.range(0, USERS).boxed().toList());

            shop.platform().kill(ServiceDefinition.COUPON);
            shop.platform().start(ServiceDefinition.COUPON);
            Eventually.holds(
                    "every client has reconnected", BOUND, () -> all(clients, client -> client.streamsOpened() > 1));
            sendCommand(shop, campaign, "resume");
            Duration took = Eventually.holds(
                    "every client has the outcome", BOUND, () -> all(clients, QueuePositionClient::isComplete));

            System.out.printf("%d streams; all outcomes arrived %d ms after the resume%n", USERS, took.toMillis());
            verifyQueueOrder(clients);
        } finally {
            clients.forEach(QueuePositionClient::close);
        }
    }

    private static void verifyQueueOrder(List<QueuePositionClient> clients) {
        for (int i = 0; i < clients.size(); i++) {
            JsonNode last = clients.get(i).last();
            if (i < STOCK) {
                assertThat(last.path("state").asString()).as(last.toString()).isEqualTo("ISSUED");
                assertThat(last.path("sequence").asLong()).isEqualTo(i + 1L);
            } else {
                assertThat(last.path("reason").asString()).as(last.toString()).isEqualTo("SOLD_OUT");
            }
            assertThat(clients.get(i).updates().stream()
                            .filter(event -> event.path("state").asString().equals("DEFERRED"))
                            .map(event -> event.path("position").asLong())
                            .toList())
                    .as("the published queue positions")
                    .isSortedAccordingTo(Comparator.reverseOrder());
        }
    }

    private interface Condition {
        boolean holds(QueuePositionClient client);
    }

    private static boolean all(List<QueuePositionClient> clients, Condition condition) {
        return clients.stream().allMatch(condition::holds);
    }

    /** Submits a request and returns its path. */
    private static String submit(Shopper shopper, UUID campaign) {
        String path = "/api/campaigns/" + campaign;
        String key = UUID.randomUUID().toString();
        Answer admitted = Eventually.get(
                "the shopper is admitted", BOUND, () -> shopper.send(Call.post(path + "/admissions")), Answer::ok);
        Answer accepted = Eventually.get(
                "a request is accepted",
                BOUND,
                () -> shopper.send(Call.post(path + "/requests")
                        .header("X-Admission", admitted.text("admission"))
                        .header("Idempotency-Key", key)),
                Answer::ok);
        return path + "/requests/" + accepted.text("requestId");
    }

    private static void sendCommand(SharedPlatform shop, UUID campaign, String command) {
        Call call = Call.post("/ops/campaigns/%s/%s".formatted(campaign, command))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("reason", "a drill"));
        Eventually.get(
                "the command " + command + " succeeds",
                BOUND,
                () -> shop.operator().send(call),
                Answer::ok);
    }
}
