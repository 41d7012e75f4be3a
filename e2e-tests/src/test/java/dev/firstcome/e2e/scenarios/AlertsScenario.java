package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.ShopperGroup;
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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** An alert is published when a signal stays out of its bounds, and is cleared when the signal recovers. */
@ExtendWith(SharedPlatformExtension.class)
class AlertsScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void cacheErrorsRaiseAnAlertUntilTheyStop(SharedPlatform shop) throws Exception {
        List<String> cache = shop.platform().parts().stream()
                .map(ManagedProcess::name)
                .filter(name -> name.startsWith("redis-cache"))
                .toList();
        try (ShopperGroup group = shop.signUpShoppers(1, Seeds.one());
                PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            cache.forEach(shop.platform()::pause);
            try {
                Eventually.holds("the alert is raised", BOUND, () -> {
                    group.shopper(0).send(Call.get("/api/coupons"));
                    return lastAlert(topics)
                            .map(alert -> alert.path("raised").asBoolean())
                            .orElse(false);
                });
                JsonNode alert = lastAlert(topics).orElseThrow();
                System.out.println(alert);
                assertThat(alert.path("source").asString()).startsWith(ServiceDefinition.GATEWAY);
                assertThat(alert.path("value").asDouble())
                        .isGreaterThanOrEqualTo(alert.path("raiseAt").asDouble());
            } finally {
                cache.forEach(shop.platform()::resume);
            }
            Eventually.holds("the alert is cleared", BOUND, () -> {
                group.shopper(0).send(Call.get("/api/coupons"));
                return lastAlert(topics)
                        .map(alert -> !alert.path("raised").asBoolean())
                        .orElse(false);
            });
        }
    }

    @Test
    void everyServiceEvaluatesTheAlertRulesOfItsDependencies(SharedPlatform shop) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(alertMeters(shop, http, ServiceDefinition.COUPON))
                    .contains("alert=\"pool.waits\"", "alert=\"redis.errors\"", "alert=\"consumer.lag\"");
            assertThat(alertMeters(shop, http, ServiceDefinition.USER))
                    .contains("alert=\"pool.waits\"", "alert=\"slot.lag\"", "alert=\"consumer.lag\"");
        }
    }

    private static String alertMeters(SharedPlatform shop, HttpClient http, String service) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(shop.description().serviceUrl(service) + "/actuator/prometheus"))
                .header("Authorization", "Bearer " + shop.operator().token())
                .build();
        return Eventually.get(
                "the alert rules are evaluated",
                BOUND,
                () -> http.send(request, HttpResponse.BodyHandlers.ofString())
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("firstcome_alert{"))
                        .reduce("", (all, line) -> all + line + "\n"),
                meters -> !meters.isEmpty());
    }

    private static Optional<JsonNode> lastAlert(PlatformTopics topics) {
        return topics.records(Topics.PLATFORM_ALERTS).stream()
                .filter(alert -> alert.path("alert").asString().equals("redis.errors")
                        && alert.path("subject").asString().equals("cache"))
                .reduce((first, second) -> second);
    }
}
