package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.UserOutcome;
import dev.firstcome.e2e.verifier.EventsVerifier;
import dev.firstcome.e2e.verifier.VerificationReport;
import dev.firstcome.e2e.verifier.collect.EventsCollector;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
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

/** F4: who lost by a mistake is given a coupon, once, and told why, however often the command is sent and whoever dies. */
@ExtendWith(SharedPlatformExtension.class)
class CompensationScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int WRONGED = 100;
    private static final int TAKEN_BACK = 10;
    private static final int SENT_AT_ONCE = 3;
    private static final String SORRY = "We are sorry: the line stood still.";

    @Test
    void everyWrongedUserGetsOneCouponAndIsToldWhy(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CampaignRush scene = CampaignRush.begins(shop, "compensated", seed)) {
            List<Shopper> wronged = losers(scene, scene.settlesFairly());
            List<UUID> users = wronged.stream().map(Shopper::userId).toList();
            Map<String, Object> body = Map.of("userIds", users, "message", SORRY, "reason", "incident 7");
            String grant = UUID.randomUUID().toString();

            long done = sendsAtOnce(shop, scene.campaign(), grant, body);
            shop.platform().kill(ServiceDefinition.COUPON);
            shop.platform().start(ServiceDefinition.COUPON);
            Answer after = commands(shop, scene.campaign(), "grants", grant, body);

            assertThat(done).as("grants by all calls together").isEqualTo(WRONGED);
            assertThat(counts(after)).isEqualTo(Map.of("REPEATED", (long) WRONGED));
            List<String> coupons = new ArrayList<>();
            for (Shopper shopper : wronged) {
                coupons.add(theOnlyCoupon(scene, shopper, "AVAILABLE"));
                assertThat(toldOf(shopper, "COUPON_GRANTED"))
                        .singleElement()
                        .asString()
                        .endsWith(SORRY);
            }
            takesBack(shop, scene, wronged.subList(0, TAKEN_BACK), coupons.subList(0, TAKEN_BACK));
            shop.becomesQuiet();
            VerificationReport verdicts = scene.verdicts();
            assertThat(verdicts.allValid()).as(verdicts.table()).isTrue();
            everythingToldIsCommitted(shop);
        }
    }

    private static void takesBack(SharedPlatform shop, CampaignRush scene, List<Shopper> owners, List<String> coupons)
            throws Exception {
        Map<String, Object> body = Map.of("couponIds", coupons, "reason", "given in error");
        assertThat(counts(commands(shop, scene.campaign(), "revocations", "one", body)))
                .isEqualTo(Map.of("DONE", (long) TAKEN_BACK));
        assertThat(counts(commands(shop, scene.campaign(), "revocations", "two", body)))
                .isEqualTo(Map.of("REPEATED", (long) TAKEN_BACK));
        for (Shopper owner : owners) {
            theOnlyCoupon(scene, owner, "REVOKED");
            assertThat(toldOf(owner, "COUPON_REVOKED")).hasSize(1);
        }
        Map<String, Object> unknown = Map.of("couponIds", List.of(UUID.randomUUID()), "reason", "a slip");
        assertThat(commands(shop, scene.campaign(), "revocations", "three", unknown)
                        .status())
                .isEqualTo(404);
    }

    private static List<Shopper> losers(CampaignRush scene, List<UserOutcome> endings) {
        return IntStream.range(0, endings.size())
                .filter(i -> endings.get(i).couponId() == null)
                .limit(WRONGED)
                .mapToObj(i -> scene.crowd().shopper(i))
                .toList();
    }

    /** The same call from several operators at the same moment; says how many grants they were answered in all. */
    private static long sendsAtOnce(SharedPlatform shop, UUID campaign, String grant, Map<String, Object> body)
            throws Exception {
        shop.operator().token();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> sent = IntStream.range(0, SENT_AT_ONCE)
                    .mapToObj(i -> threads.submit(() -> commands(shop, campaign, "grants", grant, body)))
                    .toList();
            long done = 0;
            for (Future<Answer> one : sent) {
                done += counts(one.get()).getOrDefault("DONE", 0L);
            }
            return done;
        }
    }

    private static Answer commands(
            SharedPlatform shop, UUID campaign, String command, String key, Map<String, Object> body) throws Exception {
        Call call = Call.post("/ops/campaigns/%s/%s".formatted(campaign, command))
                .header("Idempotency-Key", key)
                .body(body);
        return shop.operator().answered(call);
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

    private static String theOnlyCoupon(CampaignRush scene, Shopper shopper, String state) {
        JsonNode coupon = Eventually.get(
                        "a coupon is " + state,
                        BOUND,
                        () -> shopper.send(Call.get("/api/coupons")).body().path("items"),
                        items -> items.size() == 1
                                && items.path(0).path("state").asString().equals(state))
                .path(0);
        assertThat(coupon.path("campaignId").asString())
                .isEqualTo(scene.campaign().toString());
        return coupon.path("couponId").asString();
    }

    private static List<String> toldOf(Shopper shopper, String kind) {
        return Eventually.get(
                "somebody is told " + kind,
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

    private static void everythingToldIsCommitted(SharedPlatform shop) {
        EventsCollector collector = new EventsCollector(shop.description());
        Eventually.holds("the outbox is empty", BOUND, () -> collector.waiting() == 0);
        VerificationReport events =
                new VerificationReport(EventsVerifier.verdicts(collector.collect(), EventsCollector.MESSAGES));
        assertThat(events.allValid()).as(events.table()).isTrue();
    }
}
