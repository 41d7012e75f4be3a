package dev.firstcome.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.gateway.Gateway.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Contract of the rate limits with and without Redis, for the default rate: 20 requests per second, burst 40. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RateLimitContract {
    private static final int PER_SECOND = 20;
    static final int BURST = 40;

    Gateway gateway;

    abstract Gateway start();

    abstract long burstMax();

    @BeforeAll
    void open() {
        gateway = start();
    }

    @AfterAll
    void close() {
        gateway.close();
    }

    @Test
    void rejectsRequestsOverTheLimitWithRetryAfter() throws Exception {
        UUID kim = UUID.randomUUID();
        long start = System.nanoTime();

        List<Response> responses = sendConcurrently(kim, 200);

        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        long allowed =
                responses.stream().filter(response -> response.status() != 429).count();
        assertThat(allowed).isBetween((long) BURST, burstMax() + PER_SECOND * (elapsed.toMillis() + 1_000) / 1_000);
        assertThat(responses)
                .filteredOn(response -> response.status() == 429)
                .isNotEmpty()
                .allSatisfy(refused -> {
                    assertThat(refused.code()).isEqualTo("RATE_LIMITED");
                    assertThat(refused.header("Retry-After")).isEqualTo("1");
                    assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
                    assertThat(refused.header("X-Request-Id")).isNotEmpty();
                });
    }

    @Test
    void doesNotAffectOtherUsers() throws Exception {
        sendConcurrently(UUID.randomUUID(), 100);

        Response other = gateway.get(gateway.as(UUID.randomUUID(), "/api/coupons"));

        assertThat(other.status()).isEqualTo(200);
        assertThat(other.header("X-RateLimit-Remaining")).isEqualTo(String.valueOf(BURST - 1));
    }

    @Test
    void acceptsRequestsAfterTheBucketRefills() throws Exception {
        UUID kim = UUID.randomUUID();
        sendConcurrently(kim, 100);

        Gateway.await(() -> gateway.get(gateway.as(kim, "/api/coupons")).status() == 200);
    }

    private List<Response> sendConcurrently(UUID user, int calls) throws Exception {
        String token = gateway.service.token(user);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> running = new ArrayList<>();
            for (int call = 0; call < calls; call++) {
                running.add(threads.submit(
                        () -> gateway.get(gateway.to("/api/coupons").header("Authorization", "Bearer " + token))));
            }
            List<Response> responses = new ArrayList<>();
            for (Future<Response> future : running) {
                responses.add(future.get());
            }
            return responses;
        }
    }
}
