package dev.firstcome.coupon.bursts;

import dev.firstcome.platform.signs.Talkers;
import dev.firstcome.platform.signs.Witnesses;
import dev.firstcome.platform.web.ClientAddress;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Requests for coupons by address and by device, in fixed memory. An address is a person's: it is counted by a hash and told
 * as its network (24 bits of it, or 48), a device as some digits of a hash that is another after each start.
 */
@Component
public final class Bursts {
    static final String SIGN = "coupon.bursts";
    static final String METER = "firstcome.coupon.watch.burst";
    private static final int DEVICE_MAX = 200;

    /** From so many requests within ten seconds on somebody is named. */
    private static final int MANY = 100;

    private final Witnesses witnesses;
    private final Talkers addresses;
    private final Talkers devices;

    Bursts(Clock clock, MeterRegistry meters, Witnesses witnesses) {
        SecureRandom random = new SecureRandom();
        this.witnesses = witnesses;
        this.addresses = new Talkers(clock, MANY, random.nextLong());
        this.devices = new Talkers(clock, MANY, random.nextLong());
        Gauge.builder(METER, addresses, Talkers::most).tag("from", "address").register(meters);
        Gauge.builder(METER, devices, Talkers::most).tag("from", "device").register(meters);
    }

    /**
     * Somebody asks for a coupon.
     *
     * @param address of the client, as the gateway says; null: it says nothing
     * @param device what the client calls itself; null: nothing
     */
    public void asked(@Nullable String address, @Nullable String device) {
        if (address != null) {
            heard("address", addresses, address, ClientAddress.networkOf(address));
        }
        if (device != null && !device.isEmpty() && device.length() <= DEVICE_MAX) {
            heard("device", devices, device, "device %08x".formatted((int) devices.hash(device)));
        }
    }

    private void heard(String from, Talkers talkers, String who, String label) {
        if (talkers.heard(who, label)) {
            witnesses.replace(SIGN, from, talkers.top());
        }
    }
}
