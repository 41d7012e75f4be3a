package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
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

/** F1, as those see it who wait: the place in a paused line is pushed, outlives the service, and ends with the outcome. */
@ExtendWith(SharedPlatformExtension.class)
class QueuePositionScenario {
    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final int PEOPLE = 40;
    private static final long STOCK = 25;

    @Test
    void everyoneSeesThePlaceAndThenTheOutcomeAlsoWhenTheServiceDiesInBetween(SharedPlatform shop) throws Exception {
        URI gateway = URI.create(shop.description().gatewayUrl());
        List<QueuePositionClient> watchers = new ArrayList<>();
        try (ShopperGroup crowd = shop.crowd(PEOPLE, Seeds.one())) {
            UUID campaign = shop.opensCampaign(Duration.ZERO, "watched", STOCK);
            operates(shop, campaign, "pause");
            for (Shopper shopper : crowd.shoppers()) {
                watchers.add(
                        new QueuePositionClient(gateway, shopper, asks(shopper, campaign), watchers.size() % 2 == 0));
            }
            Eventually.holds("everyone sees to be held", BOUND, () -> all(watchers, watcher -> watcher.isTold("HELD")));
            assertThat(watchers)
                    .extracting(watcher -> watcher.last().path("position").asLong())
                    .containsExactlyElementsOf(
                            LongStream.range(0, PEOPLE).boxed().toList());

            shop.platform().kill(ServiceDefinition.COUPON);
            shop.platform().start(ServiceDefinition.COUPON);
            Eventually.holds("everyone listens again", BOUND, () -> all(watchers, watcher -> watcher.opened() > 1));
            operates(shop, campaign, "resume");
            Duration took =
                    Eventually.holds("everyone knows", BOUND, () -> all(watchers, QueuePositionClient::isComplete));

            System.out.printf("%d streams; all know %d ms after the resume%n", PEOPLE, took.toMillis());
            inTheOrderOfTheLine(watchers);
        } finally {
            watchers.forEach(QueuePositionClient::close);
        }
    }

    private static void inTheOrderOfTheLine(List<QueuePositionClient> watchers) {
        for (int i = 0; i < watchers.size(); i++) {
            JsonNode last = watchers.get(i).last();
            if (i < STOCK) {
                assertThat(last.path("state").asString()).as(last.toString()).isEqualTo("ISSUED");
                assertThat(last.path("sequence").asLong()).isEqualTo(i + 1L);
            } else {
                assertThat(last.path("reason").asString()).as(last.toString()).isEqualTo("SOLD_OUT");
            }
            assertThat(watchers.get(i).told().stream()
                            .filter(event -> event.path("state").asString().equals("HELD"))
                            .map(event -> event.path("position").asLong())
                            .toList())
                    .as("the places that were told")
                    .isSortedAccordingTo(Comparator.reverseOrder());
        }
    }

    private interface Condition {
        boolean holds(QueuePositionClient watcher);
    }

    private static boolean all(List<QueuePositionClient> watchers, Condition condition) {
        return watchers.stream().allMatch(condition::holds);
    }

    /** Returns the address of the request. */
    private static String asks(Shopper shopper, UUID campaign) {
        String path = "/api/campaigns/" + campaign;
        String key = UUID.randomUUID().toString();
        Answer admitted = Eventually.get(
                "somebody is admitted", BOUND, () -> shopper.send(Call.post(path + "/admissions")), Answer::ok);
        Answer accepted = Eventually.get(
                "a request is accepted",
                BOUND,
                () -> shopper.send(Call.post(path + "/requests")
                        .header("X-Admission", admitted.text("admission"))
                        .header("Idempotency-Key", key)),
                Answer::ok);
        return path + "/requests/" + accepted.text("requestId");
    }

    private static void operates(SharedPlatform shop, UUID campaign, String command) {
        Call call = Call.post("/ops/campaigns/%s/%s".formatted(campaign, command))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("reason", "a drill"));
        Eventually.get(command + " is done", BOUND, () -> shop.operator().send(call), Answer::ok);
    }
}
