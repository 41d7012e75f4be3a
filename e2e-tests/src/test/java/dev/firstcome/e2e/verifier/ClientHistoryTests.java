package dev.firstcome.e2e.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What is recorded is there, once. */
class ClientHistoryTests {
    private static final UUID CAMPAIGN = new UUID(1, 1);
    private static final UUID USER = new UUID(2, 2);

    private final ClientHistory history = new ClientHistory();

    @Test
    void aTryHasItsOutcomeAndItsInterval() {
        history.asks(CAMPAIGN, USER, "key").accepted("request");

        assertThat(history.snapshot().asked()).singleElement().satisfies(asked -> {
            assertThat(asked.outcome()).isEqualTo(new ClientHistory.Outcome.Accepted("request"));
            assertThat(asked.answeredNanos() - asked.sentNanos()).isNotNegative();
        });
    }

    @Test
    void aTryWithoutAnOutcomeIsUnknownAndNeverEnded() {
        history.asks(CAMPAIGN, USER, null);

        assertThat(history.snapshot().asked()).singleElement().satisfies(asked -> {
            assertThat(asked.outcome()).isEqualTo(new ClientHistory.Outcome.Unknown());
            assertThat(asked.answeredNanos()).isEqualTo(Long.MAX_VALUE);
        });
    }

    @Test
    void aTryHasOneOutcomeOnly() {
        ClientHistory.Try attempt = history.asks(CAMPAIGN, USER, "key");
        attempt.refused("SOLD_OUT");

        assertThatThrownBy(attempt::lost).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingIsLostWhenManyThreadsRecord() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                threads.execute(() -> {
                    history.asks(CAMPAIGN, USER, "key").lost();
                    history.shown(CAMPAIGN, USER, new ClientHistory.Status("id", "WAITING", null, null, null));
                });
            }
        }

        assertThat(history.snapshot().asked()).hasSize(1_000);
        assertThat(history.snapshot().shown()).hasSize(1_000);
    }
}
