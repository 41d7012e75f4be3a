package dev.firstcome.psp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.exception.AuthenticationException;
import com.stripe.exception.InvalidRequestException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@SuppressWarnings("NullAway.Init")
class RequestValidationIT {
    @TempDir
    private Path folder;

    private SimulatorFixture simulator;

    @BeforeEach
    void start() throws IOException {
        simulator = new SimulatorFixture(folder.resolve("journal"), null);
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "/v1/payment_intents, currency=krw, amount",
                "/v1/payment_intents, amount=-1&currency=krw, amount",
                "/v1/payment_intents, amount=0&currency=krw, amount",
                "/v1/payment_intents, amount=100000000&currency=krw, amount",
                "/v1/payment_intents, amount=99999999999999999999999&currency=krw, amount",
                "/v1/payment_intents, amount=1.5&currency=krw, amount",
                "/v1/payment_intents, amount=1&amount=2&currency=krw, amount",
                "/v1/payment_intents, amount=1, currency",
                "/v1/payment_intents, amount=1&currency=KRW, currency",
                "/v1/payment_intents, amount=1&currency=krw&payment_method=tok_visa, payment_method",
                "/v1/payment_intents, amount=1&currency=krw&payment_method=pm_sim_tiemout, payment_method",
                "/v1/payment_intents, amount=1&currency=krw&payment_method=pm_sim_slow_-5, payment_method",
                "/v1/payment_intents, amount=1&currency=krw&payment_method_types[]=sepa_debit, payment_method_types",
                "/v1/payment_intents, amount=1&currency=krw&confirm=maybe, confirm",
                "/v1/payment_intents, amount=1&currency=krw&confirm=true, payment_method",
                "/v1/payment_intents, amount=1&currency=krw&colour=red, colour",
                "/v1/payment_intents, amount=1&currency=krw&metadata[a[b]]=c, metadata[a[b]]",
                "/v1/payment_intents, amount=1&currency=krw&description=%zz, %zz",
                "/v1/refunds, amount=1, payment_intent",
            })
    void invalidParametersAreNamed(String path, String form, String param) throws Exception {
        HttpResponse<String> response = simulator.post(path, form, "key");

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = SimulatorFixture.json(response).path("error");
        assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(error.path("param").asString()).isEqualTo(param);
        assertThat(response.headers().firstValue("Request-Id").orElseThrow()).startsWith("req_");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/payment_intents?limit=0, limit",
        "/v1/payment_intents?limit=101, limit",
        "/v1/payment_intents?created[gte]=x, created[gte]",
        "/v1/payment_intents?starting_after=pi_none, starting_after",
        "/v1/payment_intents/search, query",
        "/v1/payment_intents/search?query=amount%3E5, query",
        "/v1/payment_intents/pi_none, intent",
        "/v1/refunds/re_none, id",
        "/v1/refunds?payment_intent=pi_none, payment_intent",
        "/simulator/ledger?after=-1, after",
    })
    void invalidQueriesAreNamed(String path, String param) throws Exception {
        assertThat(simulator.get(path).path("error").path("param").asString()).isEqualTo(param);
    }

    @Test
    void unknownIdsReturnNotFound() {
        InvalidRequestException missing = catchThrowableOfType(
                InvalidRequestException.class,
                () -> simulator.stripe.v1().paymentIntents().retrieve("pi_none"));

        assertThat(missing.getStatusCode()).isEqualTo(404);
        assertThat(missing.getCode()).isEqualTo("resource_missing");
        assertThat(missing.getRequestId()).startsWith("req_");
    }

    @Test
    void unknownPathsAndMethodsReturnNotFound() throws Exception {
        assertThat(simulator.post("/v1/payouts", "", null).statusCode()).isEqualTo(404);
        assertThat(simulator.post("/v1/payment_intents/pi_1/capture", "", null).statusCode())
                .isEqualTo(404);
        assertThat(simulator.put("/v1/refunds", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void theApiKeyIsRequired() throws Exception {
        var otherClient = com.stripe.StripeClient.builder()
                .setApiKey("sk_test_other")
                .setApiBase(simulator.url())
                .setMaxNetworkRetries(0)
                .build();

        assertThat(catchThrowableOfType(
                                AuthenticationException.class,
                                () -> otherClient.v1().paymentIntents().create(SimulatorFixture.order("pm_card_visa")))
                        .getStatusCode())
                .isEqualTo(401);
        assertThat(getWithoutKey("/simulator/faults").statusCode()).isEqualTo(401);
        assertThat(getWithoutKey("/health").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> getWithoutKey(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.url() + path))
                .timeout(SimulatorFixture.TIMEOUT)
                .build();
        return simulator.http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void largeBodiesAreRejected() throws Exception {
        String form = "amount=1&currency=krw&description=" + "x".repeat(70_000);

        assertThat(simulator.post("/v1/payment_intents", form, null).statusCode())
                .isEqualTo(413);
        assertThat(simulator.get("/simulator/totals").path("intents").asLong()).isZero();
    }
}
