package dev.firstcome.payment.watching;

import dev.firstcome.platform.signs.Talkers;
import dev.firstcome.platform.signs.Witnesses;
import dev.firstcome.platform.web.ClientAddress;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Calls of the checkout by user, by card and by address, in fixed memory. A card is told as some digits of a hash that is
 * another after each start, an address as its network.
 */
@Component
public final class Bursts {
    static final String SIGN = "payment.bursts";
    static final String METER = "firstcome.payment.burst";

    /** From so many calls within ten seconds on somebody is named. */
    private static final int MANY_OF_ONE = 50;

    private static final int MANY_OF_AN_ADDRESS = 100;

    private final Witnesses witnesses;
    private final Talkers users;
    private final Talkers cards;
    private final Talkers addresses;

    Bursts(Clock clock, MeterRegistry meters, Witnesses witnesses) {
        SecureRandom random = new SecureRandom();
        this.witnesses = witnesses;
        this.users = new Talkers(clock, MANY_OF_ONE, random.nextLong());
        this.cards = new Talkers(clock, MANY_OF_ONE, random.nextLong());
        this.addresses = new Talkers(clock, MANY_OF_AN_ADDRESS, random.nextLong());
        Gauge.builder(METER, users, Talkers::most).tag("by", "user").register(meters);
        Gauge.builder(METER, cards, Talkers::most).tag("by", "card").register(meters);
        Gauge.builder(METER, addresses, Talkers::most).tag("by", "address").register(meters);
    }

    /**
     * Somebody calls, whatever comes of it.
     *
     * @param address of the client, as the gateway says; null: it says nothing
     */
    public void called(UUID userId, @Nullable String address) {
        heard("user", users, userId.toString(), "user " + userId);
        if (address != null) {
            heard("address", addresses, address, ClientAddress.networkOf(address));
        }
    }

    /** An order is to be paid by this card or account. */
    public void paysBy(String paymentMethod) {
        heard("card", cards, paymentMethod, "card %08x".formatted((int) cards.hash(paymentMethod)));
    }

    private void heard(String by, Talkers talkers, String who, String label) {
        if (talkers.heard(who, label)) {
            witnesses.replace(SIGN, by, talkers.top());
        }
    }
}
