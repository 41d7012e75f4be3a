package dev.firstcome.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.firstcome.platform.testing.TestClock;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalLimitsTests {
    private static final LimitKey KIM = LimitKey.of(new UUID(1, 1), "coupons");
    private static final LimitKey LEE = LimitKey.of(new UUID(1, 2), "coupons");

    /** A bucket of this size expires in real time after 41 s, later than any stall lasts. */
    private static final int BURST = 40;

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final TestClock clock = new TestClock();
    private final LocalLimits limits = new LocalLimits(new RateLimitProperties(1, BURST, 100), clock);

    @Test
    void aBurstIsLetInAndTheNextCallIsNot() {
        assertThat(IntStream.range(0, BURST).mapToObj(n -> limits.take(KIM)))
                .extracting(Verdict::allowed, Verdict::remaining)
                .startsWith(tuple(true, BURST - 1L))
                .endsWith(tuple(true, 0L));
        assertThat(limits.take(KIM)).isEqualTo(Verdict.refused(INTERVAL.toNanos() / 1_000));
    }

    @Test
    void whoWaitsAsLongAsToldIsLetIn() {
        takeAll(KIM);
        clock.goOn(limits.take(KIM).retryAfter());

        assertThat(limits.take(KIM).allowed()).isTrue();
        assertThat(limits.take(KIM).allowed()).isFalse();
    }

    @Test
    void refusedCallsCostNothing() {
        takeAll(KIM);
        IntStream.range(0, 1_000).forEach(n -> limits.take(KIM));
        clock.goOn(INTERVAL);

        assertThat(limits.take(KIM).allowed()).isTrue();
    }

    @Test
    void aLongSilenceGivesOneBurstAndNotMore() {
        takeAll(KIM);
        clock.goOn(Duration.ofHours(1));

        assertThat(takeAll(KIM)).isEqualTo(BURST);
    }

    @Test
    void callersAndRoutesAreCountedApart() {
        takeAll(KIM);

        assertThat(limits.take(LEE).allowed()).isTrue();
        assertThat(limits.take(LimitKey.of(new UUID(1, 1), "payments")).allowed())
                .isTrue();
    }

    @Test
    void overAMinuteTheRateHolds() {
        int allowed = 0;
        for (int step = 0; step < 6_000; step++) {
            allowed += limits.take(KIM).allowed() ? 1 : 0;
            clock.goOn(Duration.ofMillis(10));
        }

        assertThat(allowed).isBetween(60 + BURST - 2, 60 + BURST + 1);
    }

    private int takeAll(LimitKey key) {
        int taken = 0;
        while (limits.take(key).allowed()) {
            taken++;
        }
        return taken;
    }
}
