package dev.firstcome.payment.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.alerts.AlertSamples;
import dev.firstcome.platform.testing.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestRateMonitorTests {
    private static final UUID KIM = new UUID(1, 1);

    private final TestClock clock = new TestClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AlertSamples samples = new AlertSamples();
    private final RequestRateMonitor requestRates = new RequestRateMonitor(clock, meters, samples);

    @Test
    void aRushOfManyUsersRaisesNoRate() {
        for (int i = 0; i < 100_000; i++) {
            requestRates.recordRequest(new UUID(2, i), "10." + i % 250 + "." + i / 250 % 250 + ".7");
            requestRates.recordPaymentMethod("pm_" + i);
        }

        assertThat(perSecond("user")).isPositive().isLessThan(5);
        assertThat(perSecond("card")).isPositive().isLessThan(5);
        assertThat(perSecond("address")).isPositive().isLessThan(50);
        assertThat(samples.of(RequestRateMonitor.ALERT, "user")).isEmpty();
    }

    @Test
    void aUserIsSampledFromTheAlertRateOn() {
        for (int i = 0; i < 50; i++) {
            assertThat(samples.of(RequestRateMonitor.ALERT, "user")).isEmpty();
            requestRates.recordRequest(KIM, null);
        }

        assertThat(perSecond("user")).isEqualTo(5);
        assertThat(perSecond("address")).isZero();
        assertThat(samples.of(RequestRateMonitor.ALERT, "user")).containsExactly("user " + KIM + ": 50 in 10 s");
        clock.advance(Duration.ofSeconds(20));
        assertThat(perSecond("user")).isZero();
    }

    @Test
    void samplesHideCardsAndAddresses() {
        for (int i = 0; i < 1_000; i++) {
            requestRates.recordRequest(new UUID(2, i), "203.0.113.77");
            requestRates.recordPaymentMethod("pm_card_of_kim");
        }

        assertThat(samples.of(RequestRateMonitor.ALERT, "card").getFirst())
                .matches("card [0-9a-f]{8}: 1000 in 10 s")
                .doesNotContain("kim");
        assertThat(samples.of(RequestRateMonitor.ALERT, "address")).containsExactly("203.0.113.0/24: 1000 in 10 s");
    }

    private double perSecond(String by) {
        return meters.get(RequestRateMonitor.METER).tag("by", by).gauge().value();
    }
}
