package dev.firstcome.coupon.requestrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.alerts.AlertSamples;
import dev.firstcome.platform.testing.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestRateMonitorTests {
    private static final double ALERT_THRESHOLD = 50;

    private final TestClock clock = new TestClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AlertSamples samples = new AlertSamples();
    private final RequestRateMonitor monitor = new RequestRateMonitor(clock, meters, samples);

    @Test
    void manyAddressesRaiseNoAlert() {
        Random random = new Random(1);
        for (int i = 0; i < 300_000; i++) {
            monitor.recordRequest("10." + random.nextInt(250) + "." + random.nextInt(250) + ".7", "device " + i);
        }
        assertThat(perSecond("address")).isPositive().isLessThan(ALERT_THRESHOLD);
        assertThat(perSecond("device")).isPositive().isLessThan(ALERT_THRESHOLD);
        assertThat(samples.of(RequestRateMonitor.ALERT, "address")).isEmpty();
    }

    @Test
    void aFrequentAddressIsReportedOnlyByItsNetwork() {
        Random random = new Random(2);
        for (int i = 0; i < 10_000; i++) {
            monitor.recordRequest("10." + random.nextInt(250) + "." + random.nextInt(250) + ".7", null);
            monitor.recordRequest(i % 10 == 0 ? "203.0.113.77" : "198.51.100." + random.nextInt(250), null);
        }
        assertThat(perSecond("address")).isGreaterThanOrEqualTo(ALERT_THRESHOLD);
        assertThat(perSecond("device")).isZero();
        assertThat(samples.of(RequestRateMonitor.ALERT, "address"))
                .isNotEmpty()
                .anyMatch(sample -> sample.startsWith("203.0.113.0/24: "))
                .noneMatch(sample -> sample.contains("203.0.113.77"));
    }

    @Test
    void aFrequentDeviceIsReportedByAHashThatDiffersBetweenProcesses() {
        RequestRateMonitor other = new RequestRateMonitor(clock, new SimpleMeterRegistry(), new AlertSamples());
        for (int i = 0; i < 1_000; i++) {
            monitor.recordRequest(null, "a-phone");
            other.recordRequest(null, "a-phone");
        }
        assertThat(samples.of(RequestRateMonitor.ALERT, "device").getFirst())
                .matches("device [0-9a-f]{8}: 1000 in 10 s")
                .doesNotContain("a-phone");
    }

    @Test
    void aRateIsZeroAfterTwoWindows() {
        for (int i = 0; i < 1_000; i++) {
            monitor.recordRequest("2001:db8:1:2::7", null);
        }
        assertThat(samples.of(RequestRateMonitor.ALERT, "address").getFirst()).startsWith("2001:0db8:0001::/48");
        clock.advance(Duration.ofSeconds(10));
        assertThat(perSecond("address")).as("rate of the previous window").isEqualTo(100);
        clock.advance(Duration.ofSeconds(10));
        assertThat(perSecond("address")).isZero();
    }

    private double perSecond(String from) {
        return meters.get(RequestRateMonitor.METER).tag("from", from).gauge().value();
    }
}
