package dev.firstcome.payment.reconciliation;

import dev.firstcome.payment.provider.ProviderUnavailableException;
import dev.firstcome.payment.provider.UnknownProviderOutcomeException;
import dev.firstcome.payment.work.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Renews the lease of a run while it progresses, and stops a run that must not continue. Used by one thread. */
final class ReconciliationLease {
    private static final int RENEWALS_PER_LEASE = 4;

    private static final int ATTEMPTS = 4;
    private static final Duration RETRY_DELAY = Duration.ofMillis(500);
    private static final Duration RETRY_DELAY_MAX = Duration.ofSeconds(2);

    private final ReconciliationRuns runs;
    private final UUID runId;
    private final Duration lease;
    private final Clock clock;
    private final BooleanSupplier stopping;
    private final Instant deadline;
    private Instant renewAfter;

    /** The run must not continue. The message becomes the reason of the failed run. */
    static final class ReconciliationStoppedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ReconciliationStoppedException(String reason) {
            super(reason);
        }
    }

    /** @param stopping whether the process is shutting down */
    ReconciliationLease(
            ReconciliationRuns runs,
            UUID runId,
            ReconciliationProperties properties,
            Clock clock,
            BooleanSupplier stopping) {
        this.runs = runs;
        this.runId = runId;
        this.lease = properties.lease();
        this.clock = clock;
        this.stopping = stopping;
        this.deadline = clock.instant().plus(properties.longest());
        this.renewAfter = clock.instant().plus(lease.dividedBy(RENEWALS_PER_LEASE));
    }

    /** Must be called before each step. A step takes much less time than the lease. */
    void check() {
        Instant now = clock.instant();
        if (stopping.getAsBoolean()) {
            throw new ReconciliationStoppedException("the process was stopped");
        }
        if (now.isAfter(deadline)) {
            throw new ReconciliationStoppedException("the time limit was exceeded");
        }
        if (now.isAfter(renewAfter)) {
            renew();
        }
    }

    /** Calls the provider with a few retries. Without them, a run with many calls would rarely succeed. */
    <T> T callWithRetry(Supplier<T> call) {
        for (int attempt = 1; ; attempt++) {
            check();
            try {
                return call.get();
            } catch (ProviderUnavailableException | UnknownProviderOutcomeException unanswered) {
                if (attempt == ATTEMPTS) {
                    throw unanswered;
                }
                LockSupport.parkNanos(
                        Backoff.after(attempt, RETRY_DELAY, RETRY_DELAY_MAX).toNanos());
            }
        }
    }

    void renew() {
        if (!runs.renew(runId, lease)) {
            throw new ReconciliationStoppedException("the lease expired");
        }
        renewAfter = clock.instant().plus(lease.dividedBy(RENEWALS_PER_LEASE));
    }
}
