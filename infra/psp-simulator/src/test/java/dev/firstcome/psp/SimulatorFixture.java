package dev.firstcome.psp;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.RefundCreateParams;
import dev.firstcome.psp.webhook.WebhookDispatcher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A simulator and clients for it that use Stripe's SDK. */
final class SimulatorFixture implements AutoCloseable {
    static final String API_KEY = "sk_test_of_the_test";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    static final Duration TIMEOUT = Duration.ofSeconds(30);
    static final Duration SHORT_TIMEOUT = Duration.ofMillis(400);

    final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    final StripeClient stripe;
    /** A client with a short read timeout. */
    final StripeClient shortTimeoutClient;

    private final PspSimulator server;

    SimulatorFixture(Path journal, WebhookDispatcher.@Nullable Target webhooks) throws IOException {
        server = PspSimulator.start(new SimulatorSettings("127.0.0.1", 0, API_KEY, webhooks, journal, 0));
        stripe = client(url(), TIMEOUT);
        shortTimeoutClient = client(url(), SHORT_TIMEOUT);
    }

    static StripeClient client(String url, Duration readTimeout) {
        return StripeClient.builder()
                .setApiKey(API_KEY)
                .setApiBase(url)
                .setConnectTimeout((int) TIMEOUT.toMillis())
                .setReadTimeout((int) readTimeout.toMillis())
                .setMaxNetworkRetries(0)
                .build();
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    static RequestOptions idempotencyKey(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }

    static PaymentIntentCreateParams order(String card) {
        return orderBuilder(card).build();
    }

    static PaymentIntentCreateParams.Builder orderBuilder(String card) {
        return PaymentIntentCreateParams.builder()
                .setAmount(12_000L)
                .setCurrency("krw")
                .setPaymentMethod(card)
                .addPaymentMethodType("card")
                .setDescription("a coupon's worth")
                .putMetadata("payment_id", "pay-" + UUID.randomUUID());
    }

    PaymentIntent create(String card) throws StripeException {
        return stripe.v1().paymentIntents().create(order(card));
    }

    PaymentIntent confirm(PaymentIntent intent, String key) throws StripeException {
        return confirm(stripe, intent, key);
    }

    static PaymentIntent confirm(StripeClient client, PaymentIntent intent, String key) throws StripeException {
        return client.v1()
                .paymentIntents()
                .confirm(intent.getId(), PaymentIntentConfirmParams.builder().build(), idempotencyKey(key));
    }

    /** Creates and confirms an intent with the card. */
    PaymentIntent createAndConfirm(String card) throws StripeException {
        return confirm(create(card), "confirm-" + UUID.randomUUID());
    }

    Refund refund(PaymentIntent intent, @Nullable Long amount, String key) throws StripeException {
        return refund(stripe, intent, amount, key);
    }

    static Refund refund(StripeClient client, PaymentIntent intent, @Nullable Long amount, String key)
            throws StripeException {
        RefundCreateParams.Builder params = RefundCreateParams.builder().setPaymentIntent(intent.getId());
        if (amount != null) {
            params.setAmount(amount);
        }
        return client.v1().refunds().create(params.build(), idempotencyKey(key));
    }

    String status(PaymentIntent intent) throws StripeException {
        return stripe.v1().paymentIntents().retrieve(intent.getId()).getStatus();
    }

    /** Posts without the SDK, to give access to the raw response. */
    HttpResponse<String> post(String path, String form, @Nullable String key) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> put(String path, String json) throws IOException, InterruptedException {
        return http.send(
                request(path).PUT(HttpRequest.BodyPublishers.ofString(json)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return json(http.send(request(path).build(), HttpResponse.BodyHandlers.ofString()));
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + API_KEY);
    }

    @Override
    public void close() throws IOException {
        http.shutdownNow();
        server.close();
    }
}
