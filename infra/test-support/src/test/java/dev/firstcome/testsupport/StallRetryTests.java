package dev.firstcome.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallRetryTests {
    private static final long STALL = StallRetry.STALL_MIN.toNanos();

    private final StallRetry retry = new StallRetry();

    @Test
    void shortStallsExplainNothing() {
        assertThat(retry.isRecent(0, 0)).isFalse();
        assertThat(retry.isRecent(STALL - 1, 1)).isFalse();
    }

    @Test
    void aStallExplainsFailuresUntilTheOthersHaveRecovered() {
        long now = Duration.ofMinutes(1).toNanos();

        assertThat(retry.isRecent(STALL, now)).isTrue();
        assertThat(retry.isRecent(STALL, now + StallRetry.RECOVERY.toNanos() - 1))
                .isTrue();
        assertThat(retry.isRecent(STALL, now + StallRetry.RECOVERY.toNanos())).isFalse();
        assertThat(retry.isRecent(2 * STALL, now + StallRetry.RECOVERY.toNanos()))
                .as("the next stall")
                .isTrue();
    }
}
