package dev.firstcome.payment.watching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.signs.Witnesses;
import dev.firstcome.platform.testing.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BurstsTests {
    private static final UUID KIM = new UUID(1, 1);

    private final TestClock clock = new TestClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Witnesses witnesses = new Witnesses();
    private final Bursts bursts = new Bursts(clock, meters, witnesses);

    @Test
    void aRushOfManyIsNoBurst() {
        for (int i = 0; i < 100_000; i++) {
            bursts.called(new UUID(2, i), "10." + i % 250 + "." + i / 250 % 250 + ".7");
            bursts.paysBy("pm_" + i);
        }

        assertThat(perSecond("user")).isPositive().isLessThan(5);
        assertThat(perSecond("card")).isPositive().isLessThan(5);
        assertThat(perSecond("address")).isPositive().isLessThan(50);
        assertThat(witnesses.of(Bursts.SIGN, "user")).isEmpty();
    }

    @Test
    void whoCallsAllTheTimeIsNamedOnceItIsASign() {
        for (int i = 0; i < 50; i++) {
            assertThat(witnesses.of(Bursts.SIGN, "user")).isEmpty();
            bursts.called(KIM, null);
        }

        assertThat(perSecond("user")).isEqualTo(5);
        assertThat(perSecond("address")).isZero();
        assertThat(witnesses.of(Bursts.SIGN, "user")).containsExactly("user " + KIM + ": 50 in 10 s");
        clock.goOn(Duration.ofSeconds(20));
        assertThat(perSecond("user")).isZero();
    }

    @Test
    void ofACardAndAnAddressNobodyLearnsWhoseTheyAre() {
        for (int i = 0; i < 1_000; i++) {
            bursts.called(new UUID(2, i), "203.0.113.77");
            bursts.paysBy("pm_card_of_kim");
        }

        assertThat(witnesses.of(Bursts.SIGN, "card").getFirst())
                .matches("card [0-9a-f]{8}: 1000 in 10 s")
                .doesNotContain("kim");
        assertThat(witnesses.of(Bursts.SIGN, "address")).containsExactly("203.0.113.0/24: 1000 in 10 s");
    }

    private double perSecond(String by) {
        return meters.get(Bursts.METER).tag("by", by).gauge().value();
    }
}
