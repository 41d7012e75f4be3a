package dev.firstcome.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTests {
    @Test
    void returnsTheFirstAcceptedValue() {
        AtomicInteger calls = new AtomicInteger();

        int value = Eventually.get("the third call", Duration.ofSeconds(30), calls::incrementAndGet, n -> n == 3);

        assertThat(value).isEqualTo(3);
        assertThat(calls).hasValue(3);
    }

    @Test
    void aProbeThatThrowsIsCalledAgain() {
        AtomicInteger calls = new AtomicInteger();

        Eventually.holds("the second call succeeds", Duration.ofSeconds(30), () -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("not there yet");
            }
            return true;
        });

        assertThat(calls).hasValue(2);
    }

    @Test
    void failsWithTheLastObservedValueAtTheBound() {
        assertThatThrownBy(() -> Eventually.get("a seven", Duration.ofMillis(50), () -> 6, n -> n == 7))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a seven")
                .hasMessageContaining("last observed: 6");
    }

    @Test
    void failsWithTheProbesExceptionAsCause() {
        IllegalStateException failure = new IllegalStateException("refused");

        assertThatThrownBy(() -> Eventually.holds("an answer", Duration.ofMillis(50), () -> {
                    throw failure;
                }))
                .isInstanceOf(AssertionError.class)
                .hasCause(failure);
    }
}
