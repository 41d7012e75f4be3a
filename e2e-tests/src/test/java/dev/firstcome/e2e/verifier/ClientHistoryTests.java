package dev.firstcome.e2e.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Tests that every recorded attempt and status appears exactly once. */
class ClientHistoryTests {
    private static final UUID CAMPAIGN = new UUID(1, 1);
    private static final UUID USER = new UUID(2, 2);

    private final ClientHistory history = new ClientHistory();

    @Test
    void attemptHasOutcomeAndInterval() {
        history.startAttempt(CAMPAIGN, USER, "key").accepted("request");

        assertThat(history.snapshot().attempts()).singleElement().satisfies(recorded -> {
            assertThat(recorded.outcome()).isEqualTo(new ClientHistory.Outcome.Accepted("request"));
            assertThat(recorded.answeredNanos() - recorded.sentNanos()).isNotNegative();
        });
    }

    @Test
    void attemptWithoutOutcomeIsUnknown() {
        history.startAttempt(CAMPAIGN, USER, null);

        assertThat(history.snapshot().attempts()).singleElement().satisfies(recorded -> {
            assertThat(recorded.outcome()).isEqualTo(new ClientHistory.Outcome.Unknown());
            assertThat(recorded.answeredNanos()).isEqualTo(Long.MAX_VALUE);
        });
    }

    @Test
    void secondOutcomeIsRejected() {
        ClientHistory.Attempt attempt = history.startAttempt(CAMPAIGN, USER, "key");
        attempt.refused("SOLD_OUT");

        assertThatThrownBy(attempt::lost).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void concurrentRecordingLosesNothing() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                threads.execute(() -> {
                    history.startAttempt(CAMPAIGN, USER, "key").lost();
                    history.recordStatus(CAMPAIGN, USER, new ClientHistory.Status("id", "WAITING", null, null, null));
                });
            }
        }

        assertThat(history.snapshot().attempts()).hasSize(1_000);
        assertThat(history.snapshot().statuses()).hasSize(1_000);
    }
}
