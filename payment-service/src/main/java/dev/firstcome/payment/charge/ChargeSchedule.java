package dev.firstcome.payment.charge;

import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.provider.ProviderHealth;
import dev.firstcome.payment.standby.ShardStatusCache;
import dev.firstcome.payment.work.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Decides when a payment is processed next and when it expires. */
@Component
class ChargeSchedule {
    private final ChargeProperties properties;
    private final ProviderHealth provider;
    private final ShardStatusCache shardStatus;
    private final Clock clock;

    ChargeSchedule(ChargeProperties properties, ProviderHealth provider, ShardStatusCache shardStatus, Clock clock) {
        this.shardStatus = shardStatus;
        this.properties = properties;
        this.provider = provider;
        this.clock = clock;
    }

    /**
     * Whether the payment has waited too long to be charged. A payment on a blocked shard does not expire, because the
     * shard may have lost its charge; the provider replays the result of that charge.
     */
    boolean isExpired(Payment payment) {
        return payment.createdAt().plus(properties.expireAfter()).isBefore(clock.instant())
                && shardStatus.blockedReason(payment.bucket()).isEmpty();
    }

    /** Returns the delay until the provider is called again; empty if it is called now. */
    Optional<Duration> providerUnavailableFor() {
        return provider.unavailableFor();
    }

    /** Returns the lease of an attempt; no other attempt starts during it. */
    Duration attemptLease() {
        return properties.turn();
    }

    /** Returns the delay until the provider is queried for an unknown charge result. */
    Duration retryDelay(Payment payment) {
        return Backoff.after(payment.attempt(), properties.askAgain(), properties.askAgainMax());
    }
}
