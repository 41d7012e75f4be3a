package dev.firstcome.psp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.exception.ApiException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import dev.firstcome.testsupport.StallRetry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class IdempotencyIT {
    private static final String ORDER = "amount=700&currency=krw&payment_method=pm_card_visa&metadata[payment_id]=p-1";

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

    @Test
    void theFirstResponseIsReplayedByteForByte() throws Exception {
        HttpResponse<String> first = simulator.post("/v1/payment_intents", ORDER, "key-1");
        String id = SimulatorFixture.json(first).path("id").asString();
        simulator.post("/v1/payment_intents/" + id + "/confirm", "", "key-2");

        HttpResponse<String> replayed = simulator.post("/v1/payment_intents", ORDER, "key-1");

        assertThat(replayed.body()).isEqualTo(first.body());
        assertThat(replayed.statusCode()).isEqualTo(200);
        assertThat(replayed.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(replayed.headers().firstValue("Original-Request"))
                .isEqualTo(first.headers().firstValue("Request-Id"));
        assertThat(replayed.headers().firstValue("Request-Id"))
                .isNotEqualTo(first.headers().firstValue("Request-Id"));
    }

    @Test
    void declinesAndErrorsAreReplayed() throws Exception {
        for (String card : List.of("pm_card_chargeDeclined", "pm_sim_500_after")) {
            String path = "/v1/payment_intents/" + simulator.create(card).getId() + "/confirm";

            HttpResponse<String> first = simulator.post(path, "", "key-of-" + card);
            HttpResponse<String> replayed = simulator.post(path, "", "key-of-" + card);

            assertThat(first.statusCode()).isGreaterThanOrEqualTo(402);
            assertThat(replayed.statusCode()).isEqualTo(first.statusCode());
            assertThat(replayed.body()).isEqualTo(first.body());
        }
    }

    @Test
    void aKeyCannotBeReusedWithOtherParameters() throws StripeException {
        PaymentIntent one = simulator.create("pm_card_visa");
        PaymentIntent other = simulator.create("pm_card_visa");
        simulator.confirm(one, "same");

        IdempotencyException rejected =
                catchThrowableOfType(IdempotencyException.class, () -> simulator.confirm(other, "same"));

        assertThat(rejected.getStatusCode()).isEqualTo(400);
        assertThat(simulator.status(other)).isEqualTo("requires_confirmation");
    }

    @Test
    void anInvalidRequestDoesNotUseTheKey() throws Exception {
        HttpResponse<String> rejected = simulator.post("/v1/payment_intents", ORDER.replace("700", "-7"), "key");

        assertThat(rejected.statusCode()).isEqualTo(400);
        assertThat(simulator.post("/v1/payment_intents", ORDER, "key").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aKeyInUseReturnsConflict() throws Exception {
        // After a stall as long as the first request, the second one gets a replay instead.
        StallRetry.run(this::sendTwoRequestsWithOneKey);
    }

    private void sendTwoRequestsWithOneKey() throws Exception {
        PaymentIntent created = simulator.create("pm_sim_slow_4000");
        String key = "key of " + created.getId();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Object>> calls = new ArrayList<>();
            for (int number = 0; number < 2; number++) {
                calls.add(threads.submit(() -> {
                    try {
                        return simulator.confirm(created, key).getStatus();
                    } catch (ApiException e) {
                        return e;
                    }
                }));
            }

            List<Object> results = List.of(calls.get(0).get(), calls.get(1).get());

            assertThat(results).contains("succeeded");
            ApiException conflict = results.stream()
                    .filter(ApiException.class::isInstance)
                    .map(ApiException.class::cast)
                    .findFirst()
                    .orElseThrow();
            assertThat(conflict.getStatusCode()).isEqualTo(409);
            assertThat(conflict.getCode()).isEqualTo("idempotency_key_in_use");
        }
        assertThat(simulator.confirm(created, key).getStatus()).isEqualTo("succeeded");
    }

    @Test
    void twentyConcurrentConfirmsCaptureOnce() throws Exception {
        PaymentIntent created = simulator.create("pm_card_visa");
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> confirms = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < 20; number++) {
                String key = "key-" + number;
                confirms.add(threads.submit(() -> {
                    start.await();
                    HttpResponse<String> response =
                            simulator.post("/v1/payment_intents/" + created.getId() + "/confirm", "", key);
                    return response.statusCode() == 200;
                }));
            }
            start.countDown();
        }

        int succeeded = 0;
        for (Future<Boolean> confirm : confirms) {
            succeeded += confirm.get() ? 1 : 0;
        }
        assertThat(succeeded).isEqualTo(1);
        assertThat(simulator
                        .get("/simulator/totals")
                        .path("captured")
                        .path("krw")
                        .asLong())
                .isEqualTo(12_000);
    }
}
