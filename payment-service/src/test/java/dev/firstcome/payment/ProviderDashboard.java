package dev.firstcome.payment;

import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Performs manual operations at the provider, outside the shop. */
final class ProviderDashboard implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ProviderSimulator provider;

    ProviderDashboard(ProviderSimulator provider) {
        this.provider = provider;
    }

    /** Creates an intent with the payment id in its metadata; returns the id of the intent. */
    String createIntent(UUID paymentId, long amount) {
        return post(
                "/v1/payment_intents",
                Map.of(
                        "amount", Long.toString(amount),
                        "currency", "krw",
                        "payment_method", "pm_card_visa",
                        "payment_method_types[]", "card",
                        "metadata[payment_id]", paymentId.toString()));
    }

    void confirmIntent(String intent) {
        post("/v1/payment_intents/" + intent + "/confirm", Map.of());
    }

    String charge(UUID paymentId, long amount) {
        String intent = createIntent(paymentId, amount);
        confirmIntent(intent);
        return intent;
    }

    void refund(String intent, long amount) {
        post("/v1/refunds", Map.of("payment_intent", intent, "amount", Long.toString(amount)));
    }

    /** Waits for the intent, because a call that timed out may still be in progress. */
    String awaitIntentOf(UUID paymentId) {
        String query = URLEncoder.encode("metadata['payment_id']:'" + paymentId + "'", StandardCharsets.UTF_8);
        return Eventually.get(
                "the intent of payment " + paymentId,
                BOUND,
                () -> call("GET", "/v1/payment_intents/search?query=" + query, "")
                        .path("data")
                        .path(0)
                        .path("id")
                        .asString(""),
                intent -> !intent.isEmpty());
    }

    private String post(String path, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return call("POST", path, body).path("id").asString("");
    }

    private JsonNode call(String method, String path, String body) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(provider.url() + path))
                            .timeout(BOUND)
                            .header("Authorization", "Bearer " + ProviderSimulator.API_KEY)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
