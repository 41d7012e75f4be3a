package dev.firstcome.gateway;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.StallRetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Starts the gateway with one stub in place of all services. */
final class Gateway implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String HTTP_CLIENT = "--spring.cloud.gateway.server.webflux.httpclient.";
    private static final String NAME = "gateway-service";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final StubService service;
    private final boolean ownsService;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ConfigurableApplicationContext context;

    /** Starts the gateway with its own Redis and Kafka accounts. */
    Gateway(PlatformDescription.Redis cache, String... extraSettings) {
        this(cache, new StubService(), true, extraSettings);
    }

    /** Starts a second gateway with the same stub. */
    Gateway(PlatformDescription.Redis cache, Gateway other, String... extraSettings) {
        this(cache, other.service, false, extraSettings);
    }

    private Gateway(
            PlatformDescription.Redis cache, StubService service, boolean ownsService, String... extraSettings) {
        this.service = service;
        this.ownsService = ownsService;
        List<String> settings = new ArrayList<>(List.of(
                "--server.port=0",
                "--management.server.port=0",
                HTTP_CLIENT + "connect-timeout=30000",
                HTTP_CLIENT + "pool.acquire-timeout=30000",
                "--platform.tokens.fetch-timeout=30s",
                "--platform.tokens.jwks-uri=" + service.address() + "/.well-known/jwks.json",
                "--spring.data.redis.cluster.nodes=" + String.join(",", cache.nodes()),
                "--spring.data.redis.username=" + NAME,
                "--spring.data.redis.password=" + cache.passwords().get(NAME),
                "--gateway.services.user-service=" + service.address(),
                "--gateway.services.coupon-service=" + service.address(),
                "--gateway.services.catalog-service=" + service.address(),
                "--gateway.services.payment-service=http://127.0.0.1:1"));
        PlatformDescription.Kafka kafka = SharedInfrastructure.get().kafka();
        kafka.settings(NAME).forEach((name, value) -> settings.add("--spring.kafka.properties[" + name + "]=" + value));
        for (String extra : extraSettings) { // replaces the same setting: a repeated one would be a list
            settings.removeIf(setting -> setting.startsWith(extra.substring(0, extra.indexOf('=') + 1)));
            settings.add(extra);
        }
        context = new SpringApplicationBuilder(GatewayApplication.class, SeparateEventLoops.class, RealKafka.class)
                .run(settings.toArray(String[]::new));
        await(() -> get(management("/actuator/health/readiness")).status() == 200);
    }

    /** Gives each gateway of this JVM separate event loops, so a stopping gateway does not affect the other one. */
    @Configuration(proxyBeanMethods = false)
    static class SeparateEventLoops {
        @Bean
        ReactorResourceFactory separateEventLoops() {
            ReactorResourceFactory factory = new ReactorResourceFactory();
            factory.setUseGlobalResources(false);
            return factory;
        }
    }

    /** Has no annotation, so that the component scan of the service does not find it. */
    static class RealKafka {
        @Bean
        KafkaConnectionDetails realKafka() {
            PlatformDescription.Kafka kafka = SharedInfrastructure.get().kafka();
            return () -> List.of(kafka.bootstrapServers().split(","));
        }
    }

    record Response(int status, HttpResponse<String> http, JsonNode body) {
        String code() {
            return body.path("code").asString("");
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }
    }

    /** A condition that becomes true asynchronously. */
    @FunctionalInterface
    interface Condition {
        boolean holds();
    }

    static void await(Condition condition) {
        await(() -> "", condition);
    }

    private record Observation(boolean holds, String details) {}

    /** @param details describes the state if the condition does not hold */
    static void await(Supplier<String> details, Condition condition) {
        Eventually.get(
                "the condition holds",
                TIMEOUT,
                () -> new Observation(condition.holds(), details.get()),
                Observation::holds);
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(address("local.server.port") + path))
                .timeout(TIMEOUT);
    }

    HttpRequest.Builder management(String path) {
        return HttpRequest.newBuilder(URI.create(address("local.management.port") + path))
                .timeout(TIMEOUT);
    }

    HttpRequest.Builder as(UUID user, String path, String... roles) {
        return to(path).header("Authorization", "Bearer " + service.token(user, roles));
    }

    Response get(HttpRequest.Builder request) {
        return send(request.GET());
    }

    Response post(HttpRequest.Builder request, HttpRequest.BodyPublisher body) {
        return send(request.POST(body));
    }

    Response post(HttpRequest.Builder request) {
        return post(request, BodyPublishers.noBody());
    }

    /** Retries after a stall: expired service time-outs then cause a 503 or 504. */
    Response send(HttpRequest.Builder request) {
        HttpRequest built = request.build();
        return StallRetry.get(() -> send(built), response -> response.status() == 503 || response.status() == 504);
    }

    private Response send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            boolean json =
                    response.headers().firstValue("Content-Type").orElse("").contains("json");
            return new Response(
                    response.statusCode(), response, json ? JSON.readTree(response.body()) : JSON.createObjectNode());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    double countedLocally() {
        return context.getBean(MeterRegistry.class)
                .counter("firstcome.limits.local")
                .count();
    }

    double gauge(String name) {
        return context.getBean(MeterRegistry.class).get(name).gauge().value();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private String address(String portName) {
        return "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty(portName);
    }

    @Override
    public void close() {
        context.close();
        http.close();
        if (ownsService) {
            service.close();
        }
    }
}
