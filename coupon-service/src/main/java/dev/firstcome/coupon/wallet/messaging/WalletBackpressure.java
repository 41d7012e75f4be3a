package dev.firstcome.coupon.wallet.messaging;

import dev.firstcome.coupon.issuercontrol.IssuerLoad;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Delays the wallet consumers while the issuer has a backlog, so that wallet writes take no resources from decisions.
 * Users see an issued coupon in the request status at once. The delay of its row is bounded by five seconds.
 */
@Component
class WalletBackpressure {
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final IssuerLoad issuer;
    private final Clock clock;
    private final Duration waitMax;

    @Autowired
    WalletBackpressure(IssuerLoad issuer, Clock clock) {
        this(issuer, clock, WAIT_MAX);
    }

    WalletBackpressure(IssuerLoad issuer, Clock clock, Duration waitMax) {
        this.issuer = issuer;
        this.clock = clock;
        this.waitMax = waitMax;
    }

    /**
     * Waits until the issuer has no backlog, the oldest result reaches the maximum age, or the thread is interrupted.
     *
     * @param resultMillis the timestamp of the oldest result, in epoch milliseconds
     */
    void awaitIssuer(long resultMillis) {
        // A producer clock that is ahead must not extend the wait.
        long age = Math.max(0, clock.millis() - resultMillis);
        long end = System.nanoTime() + waitMax.minusMillis(age).toNanos();
        while (issuer.isBehind()
                && System.nanoTime() < end
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }
}
