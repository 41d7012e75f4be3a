package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.access.ServiceTokenForge;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.access.EmergencyToken;
import dev.firstcome.local.layout.Secrets;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.testsupport.Eventually;
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

/** Queries a switch in each process by its internal API, and sets switches with the machine's emergency token. */
final class SwitchClient implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration SET_BOUND = Duration.ofSeconds(60);
    private static final Duration TOKEN_LIFETIME = Duration.ofSeconds(60);
    private static final List<String> SERVICES = List.of(
            ServiceDefinition.USER, ServiceDefinition.COUPON, ServiceDefinition.CATALOG, ServiceDefinition.PAYMENT);

    private final LocalPlatform platform;
    private final HttpClient http = HttpClient.newHttpClient();

    SwitchClient(LocalPlatform platform) {
        this.platform = platform;
    }

    record Answer(int status, JsonNode body) {}

    /**
     * Whether every service reports this value as the manual setting of the switch. An empty value means no setting.
     */
    boolean allServicesReport(String name, String value) throws IOException, InterruptedException {
        for (String service : SERVICES) {
            ServiceTokenForge gateway = ServiceTokenForge.of(
                    ServiceDefinition.GATEWAY, platform.layout().secrets());
            String token = gateway.token(ServiceDefinition.GATEWAY, service, Instant.now(), TOKEN_LIFETIME);
            Answer settings =
                    send("GET", platform.description().serviceUrl(service) + "/internal/switches", null, token);
            boolean reports = settings.status() == 200
                    && settings.body()
                            .valueStream()
                            .anyMatch(setting -> setting.path("name").asString().equals(name)
                                    && setting.path("layer").asString().equals("MANUAL")
                                    && setting.path("value").asString("").equals(value));
            if (!reports) {
                return false;
            }
        }
        return true;
    }

    /** Sets a switch with a token signed by the machine's key, which needs no account and no database. */
    Answer set(String name, String value, String reason) throws IOException, InterruptedException {
        return ops("PUT", "/ops/switches/" + name, Map.of("value", value, "reason", reason));
    }

    /** Sets a switch and retries if the gateway refuses the call for the moment. The call is idempotent. */
    void setWithRetries(String name, String value, String reason) {
        Eventually.get(
                "the switch " + name + " is set to " + value,
                SET_BOUND,
                () -> set(name, value, reason),
                answer -> answer.status() == 200);
    }

    Answer set(String name, String value, String reason, Instant until) throws IOException, InterruptedException {
        return ops("PUT", "/ops/switches/" + name, Map.of("value", value, "reason", reason, "until", until.toString()));
    }

    /** Returns the gateway's status of its first switch. */
    JsonNode firstSwitch() throws IOException, InterruptedException {
        return ops("GET", "/ops/switches", null).body().path(0);
    }

    private Answer ops(String method, String path, @Nullable Object body) throws IOException, InterruptedException {
        String token = EmergencyToken.of(new Secrets(platform.layout().secrets()), Instant.now());
        return send(method, platform.description().gatewayUrl() + path, body, token);
    }

    private Answer send(String method, String uri, @Nullable Object body, String token)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .timeout(CALL_TIMEOUT)
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
