package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.process.Part;
import dev.firstcome.model.random.Seeds;
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

/** What leaves its bounds is told, once it lasts, and told again when it is over. */
@ExtendWith(SharedPlatformExtension.class)
class AlertsScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void theCachesErrorsAreASignUntilTheyAreOver(SharedPlatform shop) throws Exception {
        List<String> cache = shop.platform().parts().stream()
                .map(Part::name)
                .filter(name -> name.startsWith("redis-cache"))
                .toList();
        try (ShopperGroup crowd = shop.crowd(1, Seeds.one());
                PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            cache.forEach(shop.platform()::pause);
            try {
                Eventually.holds("it is told", BOUND, () -> {
                    crowd.shopper(0).send(Call.get("/api/coupons"));
                    return last(topics)
                            .map(sign -> sign.path("raised").asBoolean())
                            .orElse(false);
                });
                JsonNode sign = last(topics).orElseThrow();
                System.out.println(sign);
                assertThat(sign.path("source").asString()).startsWith(ServiceDefinition.GATEWAY);
                assertThat(sign.path("value").asDouble())
                        .isGreaterThanOrEqualTo(sign.path("raiseAt").asDouble());
            } finally {
                cache.forEach(shop.platform()::resume);
            }
            Eventually.holds("its end is told", BOUND, () -> {
                crowd.shopper(0).send(Call.get("/api/coupons"));
                return last(topics)
                        .map(sign -> !sign.path("raised").asBoolean())
                        .orElse(false);
            });
        }
    }

    @Test
    void everyServiceLooksAtWhatItHas(SharedPlatform shop) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(signsOf(shop, http, ServiceDefinition.COUPON))
                    .contains("sign=\"pool.waits\"", "sign=\"redis.errors\"", "sign=\"consumer.lag\"");
            assertThat(signsOf(shop, http, ServiceDefinition.USER))
                    .contains("sign=\"pool.waits\"", "sign=\"slot.lag\"", "sign=\"consumer.lag\"");
        }
    }

    private static String signsOf(SharedPlatform shop, HttpClient http, String service) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(shop.description().serviceUrl(service) + "/actuator/prometheus"))
                .header("Authorization", "Bearer " + shop.operator().token())
                .build();
        return Eventually.get(
                "it has looked",
                BOUND,
                () -> http.send(request, HttpResponse.BodyHandlers.ofString())
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("firstcome_sign{"))
                        .reduce("", (all, line) -> all + line + "\n"),
                found -> !found.isEmpty());
    }

    private static Optional<JsonNode> last(PlatformTopics topics) {
        return topics.records(Topics.PLATFORM_SIGNS).stream()
                .filter(sign -> sign.path("sign").asString().equals("redis.errors")
                        && sign.path("subject").asString().equals("cache"))
                .reduce((first, second) -> second);
    }
}
