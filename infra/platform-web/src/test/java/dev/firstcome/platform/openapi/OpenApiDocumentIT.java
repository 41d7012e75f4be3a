package dev.firstcome.platform.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.shards.ShardsAutoConfiguration;
import dev.firstcome.platform.streams.StreamsAutoConfiguration;
import dev.firstcome.platform.tokens.AccessRules;
import dev.firstcome.platform.tokens.Caller;
import dev.firstcome.platform.tokens.CurrentUser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiDocumentIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private ConfigurableApplicationContext context;
    private JsonNode document;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                ShardsAutoConfiguration.class,
                StreamsAutoConfiguration.class,
                DataSourceAutoConfiguration.class,
                KafkaAutoConfiguration.class
            })
    @Import({ShopController.class, OrderController.class, OpsController.class, InternalController.class})
    static class Application {
        @Bean
        AccessRules publicShop() {
            return requests ->
                    requests.requestMatchers(HttpMethod.GET, "/api/shops/{id}").permitAll();
        }
    }

    @RestController
    static class ShopController {
        record Page(List<UUID> shops) {}

        @GetMapping("/api/shops/{id}")
        Page shops(@PathVariable UUID id) {
            return new Page(List.of(id));
        }
    }

    @RestController
    static class OrderController {
        record Page(@Nullable String order) {}

        record Order(int quantity) {}

        @PostMapping("/api/orders")
        @ProblemCodes(status = HttpStatus.CONFLICT, value = "DEAD_LETTER_DECIDED")
        Page order(@CurrentUser Caller caller, @CurrentUser UUID user, @RequestBody Order order) {
            return new Page(caller + " " + user + " " + order);
        }

        @GetMapping(path = "/api/orders/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        void events() {}
    }

    @RestController
    @RequestMapping({"/ops/shops/{shop}/runs", "/ops/parts/{part}/runs"})
    @AcceptsIdempotencyKey
    static class OpsController {
        @GetMapping
        String runs(
                @PathVariable(required = false) @Nullable UUID shop,
                @PathVariable(required = false) @Nullable Integer part) {
            return shop + " " + part;
        }
    }

    @RestController
    static class InternalController {
        @GetMapping("/internal/things")
        String things() {
            return "";
        }
    }

    @BeforeAll
    void read() throws IOException, InterruptedException {
        context = new SpringApplicationBuilder(Application.class)
                .run("--server.port=0", "--spring.messages.basename=platform-problems");
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v3/api-docs"))
                .timeout(TIMEOUT)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            document = JsonMapper.builder().build().readTree(response.body());
        }
    }

    @AfterAll
    void close() {
        context.close();
    }

    @Test
    void securityFollowsTheAuthorizationRules() {
        JsonNode scheme = document.at("/components/securitySchemes/bearerAuth");
        assertThat(scheme.path("type").asString()).isEqualTo("http");
        assertThat(scheme.path("scheme").asString()).isEqualTo("bearer");

        assertThat(operation("/api/shops/{id}", "get").has("security")).isFalse();
        assertThat(operation("/api/orders", "post").at("/security/0/bearerAuth").isEmpty())
                .isTrue();
        assertThat(operation("/api/orders", "post").at("/security/0").has("bearerAuth"))
                .isTrue();
        assertThat(operation("/ops/parts/{part}/runs", "get")
                        .at("/security/0/bearerAuth/0")
                        .asString(""))
                .isEqualTo("OPERATOR");
    }

    @Test
    void theCallerIsNoParameter() {
        assertThat(operation("/api/orders", "post").has("parameters")).isFalse();
    }

    @Test
    void anOperationHasTheVariablesOfItsPathAndTheDocumentedHeader() {
        assertThat(operation("/ops/parts/{part}/runs", "get")
                        .path("parameters")
                        .valueStream()
                        .map(parameter -> parameter.path("name").asString()))
                .containsExactlyInAnyOrder("part", "Idempotency-Key");
    }

    @Test
    void problemsAreDeclaredWithTheirMeanings() {
        JsonNode order = operation("/api/orders", "post");
        assertThat(order.at("/x-problem-codes/409/0").asString("")).isEqualTo("DEAD_LETTER_DECIDED");
        JsonNode conflict = order.at("/responses/409");
        assertThat(conflict.path("description").asString()).startsWith("`DEAD_LETTER_DECIDED`: ");
        assertThat(conflict.at("/content/application~1problem+json/schema/$ref").asString(""))
                .isEqualTo("#/components/schemas/Problem");
        assertThat(document.at("/components/schemas/Problem/properties/status/type")
                        .asString(""))
                .isEqualTo("integer");
        assertThat(document.at("/x-problem-codes/INVALID_FIELD").asString(""))
                .isNotEqualTo("INVALID_FIELD")
                .doesNotContain("{0}");
        assertThat(document.at("/info/description").asString()).contains("| `RATE_LIMITED` |");
        assertThat(order.at("/x-problem-codes").propertyNames()).contains("400", "401", "413", "415", "429", "503");
        assertThat(order.at("/x-problem-codes").propertyNames()).doesNotContain("403", "404");
        assertThat(operation("/api/orders/events", "get")
                        .at("/x-problem-codes/429")
                        .toString())
                .contains("TOO_MANY_STREAMS");
    }

    @Test
    void nestedClassesHaveDifferentSchemas() {
        assertThat(document.at("/components/schemas").propertyNames()).contains("ShopPage", "OrderPage", "Order");
    }

    @Test
    void internalOperationsAreNotDocumented() {
        assertThat(document.path("paths").propertyNames()).noneMatch(path -> path.startsWith("/internal"));
    }

    private JsonNode operation(String path, String method) {
        return document.path("paths").path(path).path(method);
    }
}
