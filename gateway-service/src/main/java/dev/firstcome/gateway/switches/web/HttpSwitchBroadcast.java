package dev.firstcome.gateway.switches.web;

import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.gateway.instances.InstancesProperties;
import dev.firstcome.gateway.switches.SwitchBroadcast;
import dev.firstcome.platform.tokens.ServiceTokenIssuer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Sends settings to the internal switch endpoint of each service instance, authenticated by a service token. */
@Component
final class HttpSwitchBroadcast implements SwitchBroadcast, DisposableBean {
    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(300);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(1);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, URI> addresses;
    private final ObjectProvider<ServiceTokenIssuer> tokens;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    HttpSwitchBroadcast(InstancesProperties properties, ObjectProvider<ServiceTokenIssuer> tokens) {
        this.addresses = properties.processes();
        this.tokens = tokens;
    }

    @Override
    public Set<String> processNames() {
        return addresses.keySet();
    }

    @Override
    public CompletableFuture<Map<String, Optional<List<SwitchChanged>>>> broadcast(
            Collection<String> names, List<SwitchChanged> sets) {
        String body = JSON.writeValueAsString(sets);
        Map<String, CompletableFuture<Optional<List<SwitchChanged>>>> responses = new TreeMap<>();
        names.forEach(name -> responses.put(name, send(name, body)));
        return CompletableFuture.allOf(responses.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    Map<String, Optional<List<SwitchChanged>>> settings = new TreeMap<>();
                    responses.forEach((name, response) -> settings.put(name, response.join()));
                    return settings;
                });
    }

    private CompletableFuture<Optional<List<SwitchChanged>>> send(String name, String body) {
        ServiceTokenIssuer serviceTokens = tokens.getIfAvailable();
        if (serviceTokens == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        String audience = name.replaceFirst("-[0-9]+$", "");
        URI address = Objects.requireNonNull(addresses.get(name)).resolve("/internal/switches");
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(RESPONSE_TIMEOUT)
                .header("Authorization", "Bearer " + serviceTokens.tokenFor(audience))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(HttpSwitchBroadcast::settingsIn)
                .exceptionally(failure -> Optional.empty());
    }

    private static Optional<List<SwitchChanged>> settingsIn(HttpResponse<String> response) {
        return response.statusCode() == 200
                ? Optional.of(JSON.readerForListOf(SwitchChanged.class).readValue(response.body()))
                : Optional.empty();
    }

    @Override
    public void destroy() {
        http.shutdownNow();
    }
}
