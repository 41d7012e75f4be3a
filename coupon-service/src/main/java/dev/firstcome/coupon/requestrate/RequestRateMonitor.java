package dev.firstcome.coupon.requestrate;

import dev.firstcome.platform.alerts.AlertSamples;
import dev.firstcome.platform.alerts.HeavyHitters;
import dev.firstcome.platform.web.ClientAddress;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Counts coupon requests per client address and device, in bounded memory. Alerts contain no personal data: an address
 * is reported as its network (24 or 48 bits), a device as part of a hash whose key changes at each start.
 */
@Component
public final class RequestRateMonitor {
    static final String ALERT = "coupon.bursts";
    static final String METER = "firstcome.coupon.watch.burst";
    private static final int DEVICE_LENGTH_MAX = 200;

    /** Minimum number of requests within ten seconds before a client is reported. */
    private static final int REPORT_THRESHOLD = 100;

    private final AlertSamples samples;
    private final HeavyHitters addresses;
    private final HeavyHitters devices;

    RequestRateMonitor(Clock clock, MeterRegistry meters, AlertSamples samples) {
        SecureRandom random = new SecureRandom();
        this.samples = samples;
        this.addresses = new HeavyHitters(clock, REPORT_THRESHOLD, random.nextLong());
        this.devices = new HeavyHitters(clock, REPORT_THRESHOLD, random.nextLong());
        Gauge.builder(METER, addresses, HeavyHitters::maxRate)
                .tag("from", "address")
                .register(meters);
        Gauge.builder(METER, devices, HeavyHitters::maxRate)
                .tag("from", "device")
                .register(meters);
    }

    /**
     * Records a coupon request.
     *
     * @param address client address that the gateway reported; null if unknown
     * @param device device id that the client reported; null if unknown
     */
    public void recordRequest(@Nullable String address, @Nullable String device) {
        if (address != null) {
            count("address", addresses, address, ClientAddress.networkOf(address));
        }
        if (device != null && !device.isEmpty() && device.length() <= DEVICE_LENGTH_MAX) {
            count("device", devices, device, "device %08x".formatted((int) devices.hash(device)));
        }
    }

    private void count(String source, HeavyHitters heavyHitters, String key, String label) {
        if (heavyHitters.count(key, label)) {
            samples.replace(ALERT, source, heavyHitters.top());
        }
    }
}
