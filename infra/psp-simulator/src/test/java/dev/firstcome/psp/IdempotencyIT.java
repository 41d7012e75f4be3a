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

    private Shop shop;

    @BeforeEach
    void start() throws IOException {
        shop = new Shop(folder.resolve("journal"), null);
    }

    @AfterEach
    void stop() throws IOException {
        shop.close();
    }

    @Test
    void theFirstAnswerIsGivenAgainByteForByte() throws Exception {
        HttpResponse<String> first = shop.post("/v1/payment_intents", ORDER, "key-1");
        String id = Shop.json(first).path("id").asString();
        shop.post("/v1/payment_intents/" + id + "/confirm", "", "key-2");

        HttpResponse<String> again = shop.post("/v1/payment_intents", ORDER, "key-1");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(again.headers().firstValue("Original-Request"))
                .isEqualTo(first.headers().firstValue("Request-Id"));
        assertThat(again.headers().firstValue("Request-Id"))
                .isNotEqualTo(first.headers().firstValue("Request-Id"));
    }

    @Test
    void declinesAndErrorsAreGivenAgain() throws Exception {
        for (String card : List.of("pm_card_chargeDeclined", "pm_sim_500_after")) {
            String path = "/v1/payment_intents/" + shop.create(card).getId() + "/confirm";

            HttpResponse<String> first = shop.post(path, "", "key-of-" + card);
            HttpResponse<String> again = shop.post(path, "", "key-of-" + card);

            assertThat(first.statusCode()).isGreaterThanOrEqualTo(402);
            assertThat(again.statusCode()).isEqualTo(first.statusCode());
            assertThat(again.body()).isEqualTo(first.body());
        }
    }

    @Test
    void aKeyIsForOneSetOfParameters() throws StripeException {
        PaymentIntent one = shop.create("pm_card_visa");
        PaymentIntent other = shop.create("pm_card_visa");
        shop.confirm(one, "same");

        IdempotencyException refused =
                catchThrowableOfType(IdempotencyException.class, () -> shop.confirm(other, "same"));

        assertThat(refused.getStatusCode()).isEqualTo(400);
        assertThat(shop.status(other)).isEqualTo("requires_confirmation");
    }

    @Test
    void aRefusedParameterDoesNotUseTheKeyUp() throws Exception {
        HttpResponse<String> refused = shop.post("/v1/payment_intents", ORDER.replace("700", "-7"), "key");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(shop.post("/v1/payment_intents", ORDER, "key").statusCode()).isEqualTo(200);
    }

    @Test
    void aKeyInUseIsAConflict() throws Exception {
        // A stall as long as the first call lets the second one find its answer.
        StallRetry.run(this::twoCallsWithOneKey);
    }

    private void twoCallsWithOneKey() throws Exception {
        PaymentIntent made = shop.create("pm_sim_slow_4000");
        String key = "key of " + made.getId();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Object>> calls = new ArrayList<>();
            for (int number = 0; number < 2; number++) {
                calls.add(threads.submit(() -> {
                    try {
                        return shop.confirm(made, key).getStatus();
                    } catch (ApiException e) {
                        return e;
                    }
                }));
            }

            List<Object> answers = List.of(calls.get(0).get(), calls.get(1).get());

            assertThat(answers).contains("succeeded");
            ApiException conflict = answers.stream()
                    .filter(ApiException.class::isInstance)
                    .map(ApiException.class::cast)
                    .findFirst()
                    .orElseThrow();
            assertThat(conflict.getStatusCode()).isEqualTo(409);
            assertThat(conflict.getCode()).isEqualTo("idempotency_key_in_use");
        }
        assertThat(shop.confirm(made, key).getStatus()).isEqualTo("succeeded");
    }

    @Test
    void twentyConfirmsAtOnceCaptureOnce() throws Exception {
        PaymentIntent made = shop.create("pm_card_visa");
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> confirms = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < 20; number++) {
                String key = "key-" + number;
                confirms.add(threads.submit(() -> {
                    start.await();
                    HttpResponse<String> answer =
                            shop.post("/v1/payment_intents/" + made.getId() + "/confirm", "", key);
                    return answer.statusCode() == 200;
                }));
            }
            start.countDown();
        }

        int succeeded = 0;
        for (Future<Boolean> confirm : confirms) {
            succeeded += confirm.get() ? 1 : 0;
        }
        assertThat(succeeded).isEqualTo(1);
        assertThat(shop.get("/simulator/totals").path("captured").path("krw").asLong())
                .isEqualTo(12_000);
    }
}
