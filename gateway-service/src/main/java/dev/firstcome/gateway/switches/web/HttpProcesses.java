package dev.firstcome.gateway.switches.web;

import dev.firstcome.contracts.platform.SwitchSet;
import dev.firstcome.gateway.instances.InstancesProperties;
import dev.firstcome.gateway.switches.Processes;
import dev.firstcome.platform.tokens.ServiceTokens;
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

/** The services behind this gateway, called at their internal addresses in this service's name. */
@Component
final class HttpProcesses implements Processes, DisposableBean {
    private static final Duration CONNECT = Duration.ofMillis(300);
    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, URI> services;
    private final ObjectProvider<ServiceTokens> tokens;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    HttpProcesses(InstancesProperties properties, ObjectProvider<ServiceTokens> tokens) {
        this.services = properties.processes();
        this.tokens = tokens;
    }

    @Override
    public Set<String> names() {
        return services.keySet();
    }

    @Override
    public CompletableFuture<Map<String, Optional<List<SwitchSet>>>> tell(
            Collection<String> names, List<SwitchSet> sets) {
        String body = JSON.writeValueAsString(sets);
        Map<String, CompletableFuture<Optional<List<SwitchSet>>>> answers = new TreeMap<>();
        names.forEach(name -> answers.put(name, tell(name, body)));
        return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    Map<String, Optional<List<SwitchSet>>> counting = new TreeMap<>();
                    answers.forEach((name, answer) -> counting.put(name, answer.join()));
                    return counting;
                });
    }

    private CompletableFuture<Optional<List<SwitchSet>>> tell(String name, String body) {
        ServiceTokens own = tokens.getIfAvailable();
        if (own == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        String audience = name.replaceFirst("-[0-9]+$", "");
        URI address = Objects.requireNonNull(services.get(name)).resolve("/internal/switches");
        HttpRequest call = HttpRequest.newBuilder(address)
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + own.forCallsOf(audience))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(call, HttpResponse.BodyHandlers.ofString())
                .thenApply(HttpProcesses::counting)
                .exceptionally(away -> Optional.empty());
    }

    private static Optional<List<SwitchSet>> counting(HttpResponse<String> answer) {
        return answer.statusCode() == 200
                ? Optional.of(JSON.readerForListOf(SwitchSet.class).readValue(answer.body()))
                : Optional.empty();
    }

    @Override
    public void destroy() {
        http.shutdownNow();
    }
}
