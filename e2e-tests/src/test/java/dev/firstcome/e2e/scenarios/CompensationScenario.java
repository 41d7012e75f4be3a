package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.UserOutcome;
import dev.firstcome.e2e.verifier.EventsVerifier;
import dev.firstcome.e2e.verifier.VerificationReport;
import dev.firstcome.e2e.verifier.collect.EventsCollector;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * F4: operators grant and revoke coupons as compensation. Each command takes effect once per user, also when it is
 * repeated and when the coupon service is killed. The user is notified.
 */
@ExtendWith(SharedPlatformExtension.class)
class CompensationScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int GRANTS = 100;
    private static final int REVOCATIONS = 10;
    private static final int CONCURRENT_CALLS = 3;
    private static final String APOLOGY = "We are sorry: the queue was blocked.";

    @Test
    void everyCompensatedUserGetsOneCouponAndTheReason(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CampaignRush rush = CampaignRush.startWithNewUsers(shop, "compensated", seed)) {
            List<Shopper> receivers = losers(rush, rush.awaitFairOutcomes());
            List<UUID> users = receivers.stream().map(Shopper::userId).toList();
            Map<String, Object> body = Map.of("userIds", users, "message", APOLOGY, "reason", "incident 7");
            String grant = UUID.randomUUID().toString();

            long done = grantConcurrently(shop, rush.campaign(), grant, body);
            shop.platform().kill(ServiceDefinition.COUPON);
            shop.platform().start(ServiceDefinition.COUPON);
            Answer repeated = sendCommand(shop, rush.campaign(), "grants", grant, body);

            assertThat(done).as("grants of all concurrent calls").isEqualTo(GRANTS);
            assertThat(counts(repeated)).isEqualTo(Map.of("REPEATED", (long) GRANTS));
            List<String> coupons = new ArrayList<>();
            for (Shopper shopper : receivers) {
                coupons.add(awaitOnlyCoupon(rush, shopper, "AVAILABLE"));
                assertThat(awaitMessages(shopper, "COUPON_GRANTED"))
                        .singleElement()
                        .asString()
                        .endsWith(APOLOGY);
            }
            revoke(shop, rush, receivers.subList(0, REVOCATIONS), coupons.subList(0, REVOCATIONS));
            shop.awaitQuiescence();
            VerificationReport verdicts = rush.verify();
            assertThat(verdicts.allValid()).as(verdicts.table()).isTrue();
            assertEventsAreValid(shop);
        }
    }

    private static void revoke(SharedPlatform shop, CampaignRush rush, List<Shopper> owners, List<String> coupons)
            throws Exception {
        Map<String, Object> body = Map.of("couponIds", coupons, "reason", "given in error");
        assertThat(counts(sendCommand(shop, rush.campaign(), "revocations", "one", body)))
                .isEqualTo(Map.of("DONE", (long) REVOCATIONS));
        assertThat(counts(sendCommand(shop, rush.campaign(), "revocations", "two", body)))
                .isEqualTo(Map.of("REPEATED", (long) REVOCATIONS));
        for (Shopper owner : owners) {
            awaitOnlyCoupon(rush, owner, "REVOKED");
            assertThat(awaitMessages(owner, "COUPON_REVOKED")).hasSize(1);
        }
        Map<String, Object> unknown = Map.of("couponIds", List.of(UUID.randomUUID()), "reason", "a slip");
        assertThat(sendCommand(shop, rush.campaign(), "revocations", "three", unknown)
                        .status())
                .isEqualTo(404);
    }

    private static List<Shopper> losers(CampaignRush rush, List<UserOutcome> outcomes) {
        return IntStream.range(0, outcomes.size())
                .filter(i -> outcomes.get(i).couponId() == null)
                .limit(GRANTS)
                .mapToObj(i -> rush.users().shopper(i))
                .toList();
    }

    /** Sends the same call concurrently, as several operators would; returns the sum of the grants in the responses. */
    private static long grantConcurrently(SharedPlatform shop, UUID campaign, String grant, Map<String, Object> body)
            throws Exception {
        shop.operator().token();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> responses = IntStream.range(0, CONCURRENT_CALLS)
                    .mapToObj(i -> threads.submit(() -> sendCommand(shop, campaign, "grants", grant, body)))
                    .toList();
            long done = 0;
            for (Future<Answer> response : responses) {
                done += counts(response.get()).getOrDefault("DONE", 0L);
            }
            return done;
        }
    }

    private static Answer sendCommand(
            SharedPlatform shop, UUID campaign, String command, String key, Map<String, Object> body) throws Exception {
        Call call = Call.post("/ops/campaigns/%s/%s".formatted(campaign, command))
                .header("Idempotency-Key", key)
                .body(body);
        return shop.operator().sendWithRetry(call);
    }

    private static Map<String, Long> counts(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        Map<String, Long> counts = new TreeMap<>();
        answer.body()
                .path("counts")
                .properties()
                .forEach(count -> counts.put(count.getKey(), count.getValue().asLong()));
        return counts;
    }

    private static String awaitOnlyCoupon(CampaignRush rush, Shopper shopper, String state) {
        JsonNode coupon = Eventually.get(
                        "a coupon is " + state,
                        BOUND,
                        () -> shopper.send(Call.get("/api/coupons")).body().path("items"),
                        items -> items.size() == 1
                                && items.path(0).path("state").asString().equals(state))
                .path(0);
        assertThat(coupon.path("campaignId").asString())
                .isEqualTo(rush.campaign().toString());
        return coupon.path("couponId").asString();
    }

    private static List<String> awaitMessages(Shopper shopper, String kind) {
        return Eventually.get(
                "the user has a message " + kind,
                BOUND,
                () -> {
                    List<String> texts = new ArrayList<>();
                    for (JsonNode message :
                            shopper.send(Call.get("/api/messages")).body().path("items")) {
                        if (message.path("kind").asString().equals(kind)) {
                            texts.add(message.path("text").asString());
                        }
                    }
                    return texts;
                },
                texts -> !texts.isEmpty());
    }

    private static void assertEventsAreValid(SharedPlatform shop) {
        EventsCollector collector = new EventsCollector(shop.description());
        Eventually.holds("the outbox is empty", BOUND, () -> collector.outboxRows() == 0);
        VerificationReport events =
                new VerificationReport(EventsVerifier.verdicts(collector.collect(), EventsCollector.MESSAGES));
        assertThat(events.allValid()).as(events.table()).isTrue();
    }
}
