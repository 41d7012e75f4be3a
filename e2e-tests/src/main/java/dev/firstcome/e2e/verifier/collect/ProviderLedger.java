package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.e2e.verifier.PaymentsEvidence.MoneyMovement;
import dev.firstcome.local.PlatformDescription;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Client of the payment provider's simulator API: reads its ledger and configures its faults. */
public final class ProviderLedger implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final int PAGE = 1_000;

    private final PlatformDescription.Provider provider;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public ProviderLedger(PlatformDescription.Provider provider) {
        this.provider = provider;
    }

    /** Returns all captures and refunds in the ledger. */
    public List<MoneyMovement> movements() {
        List<MoneyMovement> movements = new ArrayList<>();
        long after = 0;
        while (true) {
            JsonNode data = call("GET", "/simulator/ledger?limit=%d&after=%d".formatted(PAGE, after), "")
                    .path("data");
            for (JsonNode entry : data) {
                after = entry.path("entry").asLong();
                String payment = entry.path("payment").asString("");
                movements.add(new MoneyMovement(
                        entry.path("type").asString().equals("capture"),
                        payment.isEmpty() ? null : UUID.fromString(payment),
                        entry.path("amount").asLong()));
            }
            if (data.size() < PAGE) {
                return movements;
            }
        }
    }

    /** Replaces the faults of the provider. An empty JSON object removes all faults. */
    public void configureFaults(String body) {
        call("PUT", "/simulator/faults", body);
    }

    private JsonNode call(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(provider.url() + path))
                .timeout(BOUND)
                .header("Authorization", "Bearer " + provider.apiKey())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(
                        "The provider returned status %d: %s".formatted(response.statusCode(), response.body()));
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException("The provider is unreachable", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while calling the provider", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
