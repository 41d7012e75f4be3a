package dev.firstcome.coupon.wallet.messaging;

import dev.firstcome.coupon.issuing.IssuerLoad;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Lets decisions go first: while the issuer has a backlog, results wait for their rows, so that these do not take from
 * decisions what all who wait need. A user who was decided has the coupon in the answer; its row follows, at most five
 * seconds later as far as this is concerned.
 */
@Component
class Pace {
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final IssuerLoad issuer;
    private final Clock clock;
    private final Duration waitMax;

    @Autowired
    Pace(IssuerLoad issuer, Clock clock) {
        this(issuer, clock, WAIT_MAX);
    }

    Pace(IssuerLoad issuer, Clock clock, Duration waitMax) {
        this.issuer = issuer;
        this.clock = clock;
        this.waitMax = waitMax;
    }

    /**
     * Waits until no decision waits, until results of this time are old enough, or until this thread is to stop.
     *
     * @param resultMillis when the oldest was written, in milliseconds since 1970
     */
    void letDecisionsGoFirst(long resultMillis) {
        long age = Math.max(0, clock.millis() - resultMillis); // never longer for a writer whose clock is ahead
        long end = System.nanoTime() + waitMax.minusMillis(age).toNanos();
        while (issuer.isBehind()
                && System.nanoTime() < end
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }
}
