package dev.firstcome.payment.charge;

import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.provider.ProviderHealth;
import dev.firstcome.payment.standby.Standbys;
import dev.firstcome.payment.work.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** When a payment is gone on with. */
@Component
class Schedule {
    private final ChargeProperties properties;
    private final ProviderHealth provider;
    private final Standbys standbys;
    private final Clock clock;

    Schedule(ChargeProperties properties, ProviderHealth provider, Standbys standbys, Clock clock) {
        this.standbys = standbys;
        this.properties = properties;
        this.provider = provider;
        this.clock = clock;
    }

    /**
     * Whether it has waited too long for what it needs. While its shard may lack that it was charged, it is gone on with: the
     * provider says again what it said.
     */
    boolean isTooLate(Payment payment) {
        return payment.createdAt().plus(properties.expireAfter()).isBefore(clock.instant())
                && standbys.closed(payment.bucket()).isEmpty();
    }

    Optional<Duration> providerAway() {
        return provider.awayFor();
    }

    /** How long nobody else begins to ask the provider. */
    Duration turn() {
        return properties.turn();
    }

    /** When the provider is asked again about a charge of which it is not clear what became of it. */
    Duration again(Payment payment) {
        return Backoff.after(payment.attempt(), properties.askAgain(), properties.askAgainMax());
    }
}
