package dev.firstcome.payment.monitoring;

import dev.firstcome.platform.alerts.AlertSamples;
import dev.firstcome.platform.alerts.HeavyHitters;
import dev.firstcome.platform.web.ClientAddress;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Measures checkout requests per user, card and address in fixed memory. In samples, a card appears as a hash that
 * changes with each start of the process, and an address as its network.
 */
@Component
public final class RequestRateMonitor {
    static final String ALERT = "payment.bursts";
    static final String METER = "firstcome.payment.burst";

    /** Requests of one user or card in ten seconds from which it is named in a sample. */
    private static final int SAMPLED_FROM = 50;

    private static final int ADDRESS_SAMPLED_FROM = 100;

    private final AlertSamples samples;
    private final HeavyHitters users;
    private final HeavyHitters cards;
    private final HeavyHitters addresses;

    RequestRateMonitor(Clock clock, MeterRegistry meters, AlertSamples samples) {
        SecureRandom random = new SecureRandom();
        this.samples = samples;
        this.users = new HeavyHitters(clock, SAMPLED_FROM, random.nextLong());
        this.cards = new HeavyHitters(clock, SAMPLED_FROM, random.nextLong());
        this.addresses = new HeavyHitters(clock, ADDRESS_SAMPLED_FROM, random.nextLong());
        Gauge.builder(METER, users, HeavyHitters::maxRate).tag("by", "user").register(meters);
        Gauge.builder(METER, cards, HeavyHitters::maxRate).tag("by", "card").register(meters);
        Gauge.builder(METER, addresses, HeavyHitters::maxRate)
                .tag("by", "address")
                .register(meters);
    }

    /**
     * Records a checkout request, whatever its outcome.
     *
     * @param address client address from the gateway's header; null: no header
     */
    public void recordRequest(UUID userId, @Nullable String address) {
        count("user", users, userId.toString(), "user " + userId);
        if (address != null) {
            count("address", addresses, address, ClientAddress.networkOf(address));
        }
    }

    /** Records an order by its card or account. */
    public void recordPaymentMethod(String paymentMethod) {
        count("card", cards, paymentMethod, "card %08x".formatted((int) cards.hash(paymentMethod)));
    }

    private void count(String by, HeavyHitters heavyHitters, String key, String label) {
        if (heavyHitters.count(key, label)) {
            samples.replace(ALERT, by, heavyHitters.top());
        }
    }
}
