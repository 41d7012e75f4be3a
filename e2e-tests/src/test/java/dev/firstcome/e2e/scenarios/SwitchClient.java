package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.access.ServiceTokenForge;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.access.EmergencyToken;
import dev.firstcome.local.layout.Secrets;
import dev.firstcome.local.layout.ServiceDefinition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks each process what it knows of a switch, by its internal address, and sets switches as an operator in need would. */
final class SwitchClient implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Duration SET_WITHIN = Duration.ofSeconds(60);
    private static final Duration LIFE = Duration.ofSeconds(60);
    private static final List<String> SERVICES = List.of(
            ServiceDefinition.USER, ServiceDefinition.COUPON, ServiceDefinition.CATALOG, ServiceDefinition.PAYMENT);

    private final LocalPlatform platform;
    private final HttpClient http = HttpClient.newHttpClient();

    SwitchClient(LocalPlatform platform) {
        this.platform = platform;
    }

    record Answer(int status, JsonNode body) {}

    /** Whether every service's last setting of this switch by an operator is this; an empty value: it was left again. */
    boolean allKnow(String name, String value) throws IOException, InterruptedException {
        for (String service : SERVICES) {
            ServiceTokenForge gateway = ServiceTokenForge.of(
                    ServiceDefinition.GATEWAY, platform.layout().secrets());
            String token = gateway.token(ServiceDefinition.GATEWAY, service, Instant.now(), LIFE);
            Answer known = send("GET", platform.description().serviceUrl(service) + "/internal/switches", null, token);
            boolean knows = known.status() == 200
                    && known.body()
                            .valueStream()
                            .anyMatch(set -> set.path("name").asString().equals(name)
                                    && set.path("layer").asString().equals("MANUAL")
                                    && set.path("value").asString("").equals(value));
            if (!knows) {
                return false;
            }
        }
        return true;
    }

    /** Sets a switch by the machine's own key: no account, and so no database, is asked. */
    Answer set(String name, String value, String reason) throws IOException, InterruptedException {
        return ops("PUT", "/ops/switches/" + name, Map.of("value", value, "reason", reason));
    }

    /** The same, again if the door puts it off: it does the same however often it is sent. */
    void sets(String name, String value, String reason) {
        Eventually.get("it is set", SET_WITHIN, () -> set(name, value, reason), answer -> answer.status() == 200);
    }

    Answer set(String name, String value, String reason, Instant until) throws IOException, InterruptedException {
        return ops("PUT", "/ops/switches/" + name, Map.of("value", value, "reason", reason, "until", until.toString()));
    }

    /** What the gateway says of its first switch. */
    JsonNode first() throws IOException, InterruptedException {
        return ops("GET", "/ops/switches", null).body().path(0);
    }

    private Answer ops(String method, String path, @Nullable Object body) throws IOException, InterruptedException {
        String token = EmergencyToken.of(new Secrets(platform.layout().secrets()), Instant.now());
        return send(method, platform.description().gatewayUrl() + path, body, token);
    }

    private Answer send(String method, String uri, @Nullable Object body, String token)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .timeout(BOUND)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
