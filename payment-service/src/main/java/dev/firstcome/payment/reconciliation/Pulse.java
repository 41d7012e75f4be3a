package dev.firstcome.payment.reconciliation;

import dev.firstcome.payment.provider.ProviderAway;
import dev.firstcome.payment.provider.ProviderUnclear;
import dev.firstcome.payment.work.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Keeps a run's lease while it goes on, and breaks it off where it may not go on. */
final class Pulse {
    private static final int RENEWALS = 4;

    private static final int TRIES = 4;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(2);

    private final Runs runs;
    private final UUID runId;
    private final Duration lease;
    private final Clock clock;
    private final BooleanSupplier ending;
    private final Instant deadline;
    private Instant renewAfter;

    /** The run may not go on. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stopped(String why) {
            super(why);
        }
    }

    /** @param ending whether the process ends */
    Pulse(Runs runs, UUID runId, ReconciliationProperties properties, Clock clock, BooleanSupplier ending) {
        this.runs = runs;
        this.runId = runId;
        this.lease = properties.lease();
        this.clock = clock;
        this.ending = ending;
        this.deadline = clock.instant().plus(properties.longest());
        this.renewAfter = clock.instant().plus(lease.dividedBy(RENEWALS));
    }

    /** Before each step; a step takes no longer than a part of the lease. */
    void beat() {
        Instant now = clock.instant();
        if (ending.getAsBoolean()) {
            throw new Stopped("the process ended");
        }
        if (now.isAfter(deadline)) {
            throw new Stopped("it took too long");
        }
        if (now.isAfter(renewAfter)) {
            renew();
        }
    }

    /** Looks at something at the provider, a few times where it gives no answer: a run of many looks would hardly ever end else. */
    <T> T patiently(Supplier<T> look) {
        for (int tries = 1; ; tries++) {
            beat();
            try {
                return look.get();
            } catch (ProviderAway | ProviderUnclear unanswered) {
                if (tries == TRIES) {
                    throw unanswered;
                }
                LockSupport.parkNanos(Backoff.after(tries, PAUSE, PAUSE_MAX).toNanos());
            }
        }
    }

    void renew() {
        if (!runs.renew(runId, lease)) {
            throw new Stopped("it was given up");
        }
        renewAfter = clock.instant().plus(lease.dividedBy(RENEWALS));
    }
}
