package dev.firstcome.coupon.wallet.messaging;

import dev.firstcome.coupon.issuing.IssuerLoad;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;

/**
 * Lets decisions go first: while the issuer has a backlog, a shard's wallet works a quarter of the time, so that rows
 * do not take from decisions what all who wait need. A user who was decided has the coupon in the answer; its row
 * follows. The wallet never stands still: each rest is bounded.
 */
@Component
class Pace {
    private static final int REST = 3;
    private static final Duration REST_MAX = Duration.ofMillis(500);

    private final IssuerLoad issuer;

    Pace(IssuerLoad issuer) {
        this.issuer = issuer;
    }

    /** Rests, if it is time to, after so much work. */
    void restAfter(long workNanos) {
        if (issuer.isBehind()) {
            LockSupport.parkNanos(Math.min(REST * workNanos, REST_MAX.toNanos()));
        }
    }
}
