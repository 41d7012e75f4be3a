package dev.firstcome.coupon.bursts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.signs.Witnesses;
import dev.firstcome.platform.testing.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BurstsTests {
    private static final double RAISE = 50;

    private final TestClock clock = new TestClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Witnesses witnesses = new Witnesses();
    private final Bursts bursts = new Bursts(clock, meters, witnesses);

    @Test
    void aRushOfManyAddressesIsNoBurst() {
        Random random = new Random(1);
        for (int i = 0; i < 300_000; i++) {
            bursts.asked("10." + random.nextInt(250) + "." + random.nextInt(250) + ".7", "device " + i);
        }
        assertThat(perSecond("address")).isPositive().isLessThan(RAISE);
        assertThat(perSecond("device")).isPositive().isLessThan(RAISE);
        assertThat(witnesses.of(Bursts.SIGN, "address")).isEmpty();
    }

    @Test
    void anAddressThatAsksAllTheTimeIsToldByItsNetworkAlone() {
        Random random = new Random(2);
        for (int i = 0; i < 10_000; i++) {
            bursts.asked("10." + random.nextInt(250) + "." + random.nextInt(250) + ".7", null);
            bursts.asked(i % 10 == 0 ? "203.0.113.77" : "198.51.100." + random.nextInt(250), null);
        }
        assertThat(perSecond("address")).isGreaterThanOrEqualTo(RAISE);
        assertThat(perSecond("device")).isZero();
        assertThat(witnesses.of(Bursts.SIGN, "address"))
                .isNotEmpty()
                .anyMatch(told -> told.startsWith("203.0.113.0/24: "))
                .noneMatch(told -> told.contains("203.0.113.77"));
    }

    @Test
    void aDeviceIsToldByAHashThatIsAnotherAfterAStart() {
        Bursts other = new Bursts(clock, new SimpleMeterRegistry(), new Witnesses());
        for (int i = 0; i < 1_000; i++) {
            bursts.asked(null, "a-phone");
            other.asked(null, "a-phone");
        }
        assertThat(witnesses.of(Bursts.SIGN, "device").getFirst())
                .matches("device [0-9a-f]{8}: 1000 in 10 s")
                .doesNotContain("a-phone");
    }

    @Test
    void aBurstIsOverTwoWindowsLater() {
        for (int i = 0; i < 1_000; i++) {
            bursts.asked("2001:db8:1:2::7", null);
        }
        assertThat(witnesses.of(Bursts.SIGN, "address").getFirst()).startsWith("2001:0db8:0001::/48");
        clock.goOn(Duration.ofSeconds(10));
        assertThat(perSecond("address")).as("of the window before").isEqualTo(100);
        clock.goOn(Duration.ofSeconds(10));
        assertThat(perSecond("address")).isZero();
    }

    private double perSecond(String from) {
        return meters.get(Bursts.METER).tag("from", from).gauge().value();
    }
}
