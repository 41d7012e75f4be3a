package dev.firstcome.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.gateway.Gateway.Answer;
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

/** What holds for limits whoever counts. Twenty calls a second, forty at once, as in the gateway's own settings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RateLimitContract {
    private static final int PER_SECOND = 20;
    static final int BURST = 40;

    Gateway gateway;

    abstract Gateway start();

    abstract long mostAtOnce();

    @BeforeAll
    void open() {
        gateway = start();
    }

    @AfterAll
    void close() {
        gateway.close();
    }

    @Test
    void whoCallsTooOftenIsRefusedAndToldWhenToComeAgain() throws Exception {
        UUID kim = UUID.randomUUID();
        long start = System.nanoTime();

        List<Answer> answers = rush(kim, 200);

        Duration took = Duration.ofNanos(System.nanoTime() - start);
        long allowed = answers.stream().filter(answer -> answer.status() != 429).count();
        assertThat(allowed).isBetween((long) BURST, mostAtOnce() + PER_SECOND * (took.toMillis() + 1_000) / 1_000);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 429)
                .isNotEmpty()
                .allSatisfy(refused -> {
                    assertThat(refused.code()).isEqualTo("RATE_LIMITED");
                    assertThat(refused.header("Retry-After")).isEqualTo("1");
                    assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
                    assertThat(refused.header("X-Request-Id")).isNotEmpty();
                });
    }

    @Test
    void othersAreNotHeldUp() throws Exception {
        rush(UUID.randomUUID(), 100);

        Answer other = gateway.get(gateway.as(UUID.randomUUID(), "/api/coupons"));

        assertThat(other.status()).isEqualTo(200);
        assertThat(other.header("X-RateLimit-Remaining")).isEqualTo(String.valueOf(BURST - 1));
    }

    @Test
    void whoWaitsIsLetInAgain() throws Exception {
        UUID kim = UUID.randomUUID();
        rush(kim, 100);

        Gateway.await(() -> gateway.get(gateway.as(kim, "/api/coupons")).status() == 200);
    }

    private List<Answer> rush(UUID user, int calls) throws Exception {
        String token = gateway.service.token(user);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> running = new ArrayList<>();
            for (int call = 0; call < calls; call++) {
                running.add(threads.submit(
                        () -> gateway.get(gateway.to("/api/coupons").header("Authorization", "Bearer " + token))));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> one : running) {
                answers.add(one.get());
            }
            return answers;
        }
    }
}
