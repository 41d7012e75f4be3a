package dev.firstcome.user;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.platform.shards.ShardConnectionDetails;
import dev.firstcome.platform.streams.EventStream.StreamEndReason;
import dev.firstcome.platform.testing.StatementRecorder;
import dev.firstcome.platform.web.ClientAddress;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.StallRetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running user service on real infrastructure, and an HTTP client for it. */
public final class UserService implements AutoCloseable {
    static final String KID = "2026-01";
    static final String OPERATOR = "operator@firstcome.test";
    static final String PASSWORD = "correct horse";
    private static final String NAME = "user-service";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final KeyPair signing;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;
    private final String base;

    public UserService(Path folder) {
        this(folder, newKeys());
    }

    /** Services with the same key pair are instances of one service. */
    UserService(Path folder, KeyPair signing, String... properties) {
        this.signing = signing;
        writeKey(folder.resolve(KID + ".pem"));
        PlatformDescription platform = SharedInfrastructure.get();
        PlatformDescription.Database database = platform.database(NAME);
        List<String> settings = new ArrayList<>();
        platform.kafka()
                .settings(NAME)
                .forEach((name, value) -> settings.add("--spring.kafka.properties[" + name + "]=" + value));
        settings.addAll(List.of(
                "--server.port=0",
                "--platform.outbox.username=" + database.relayRole(),
                "--platform.outbox.password=" + database.relayPassword(),
                "--user.tokens.key-directory=" + folder,
                "--user.sign-up.email-key=" + Base64.getEncoder().encodeToString(new byte[32]),
                "--user.password.memory-kib=64",
                "--user.password.iterations=1",
                "--user.password.wait-max=30s",
                "--platform.acquire-timeout=30s",
                "--user.operator.email=" + OPERATOR,
                "--user.operator.password=" + PASSWORD));
        settings.addAll(List.of(properties));
        context = new SpringApplicationBuilder(UserApplication.class, RealInfrastructure.class)
                .run(settings.toArray(String[]::new));
        base = "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
        Eventually.get("the service is ready", TIMEOUT, this::readiness, status -> status == 200);
    }

    @Configuration(proxyBeanMethods = false)
    static class RealInfrastructure {
        private final PlatformDescription platform = SharedInfrastructure.get();

        @Bean
        KafkaConnectionDetails realKafka() {
            return () -> List.of(platform.kafka().bootstrapServers().split(","));
        }

        @Bean
        ShardConnectionDetails realShards() {
            PlatformDescription.Database database = platform.database(NAME);
            return () -> platform.shards().stream()
                    .map(shard -> new ShardConnectionDetails.Shard(
                            shard.name(),
                            shard.jdbcUrl(database),
                            database.role(),
                            database.password(),
                            database.ownerRole(),
                            database.ownerPassword()))
                    .toList();
        }

        @Bean
        static StatementRecorder statementRecorder() {
            return new StatementRecorder();
        }
    }

    record Answer(int status, JsonNode body, HttpHeaders headers) {
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        String code() {
            return body.path("code").asString("");
        }

        String text(String field) {
            return body.path(field).asString("");
        }
    }

    Answer signUp(String email) {
        return post("/api/users", Map.of("email", email, "password", PASSWORD, "name", "Kim"));
    }

    Answer signIn(String email, String password) {
        return post("/api/sessions", Map.of("email", email, "password", password));
    }

    /** Signs in from this IP address, as the gateway reports it. */
    Answer signInFrom(String address, String email, String password) {
        String body = JSON.writeValueAsString(Map.of("email", email, "password", password));
        HttpRequest.Builder request = builder("POST", "/api/sessions", BodyPublishers.ofString(body));
        return sendWithRetry(request.header(ClientAddress.HEADER, address));
    }

    Answer refresh(String refreshToken) {
        return post("/api/sessions/refresh", Map.of("refreshToken", refreshToken));
    }

    Answer me(String accessToken) {
        return call("GET", "/api/users/me", accessToken, BodyPublishers.noBody());
    }

    Answer post(String path, Object body) {
        return call("POST", path, null, BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    Answer call(String method, String path, @Nullable String accessToken, BodyPublisher body) {
        HttpRequest.Builder request = builder(method, path, body);
        if (accessToken != null) {
            request.header("Authorization", "Bearer " + accessToken);
        }
        return sendWithRetry(request);
    }

    private HttpRequest.Builder builder(String method, String path, BodyPublisher body) {
        return request(path)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, body);
    }

    /** During a stall, database timeouts expire. The response is then 503 and nothing was changed. */
    private Answer sendWithRetry(HttpRequest.Builder request) {
        return StallRetry.get(() -> send(request.build()), answer -> answer.status() == 503);
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode json = response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
            return new Answer(response.statusCode(), json, response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the value of an outbox counter, summed over all shards. */
    double outboxCount(String meter) {
        return context.getBean(MeterRegistry.class).find("firstcome.outbox." + meter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Returns how many streams ended for this reason. */
    double endedStreams(StreamEndReason reason) {
        return context
                .getBean(MeterRegistry.class)
                .find("firstcome.streams.ended")
                .tag("reason", reason.name())
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    /** Returns a bean of the running service. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    private int readiness() {
        return call("GET", "/actuator/health/readiness", null, BodyPublishers.noBody())
                .status();
    }

    private void writeKey(Path file) {
        String body =
                Base64.getMimeEncoder().encodeToString(signing.getPrivate().getEncoded());
        try {
            Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        http.close();
    }
}
