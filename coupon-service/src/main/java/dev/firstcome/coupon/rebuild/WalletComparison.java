package dev.firstcome.coupon.rebuild;

import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.rebuild.Rebuilds.WalletCoupon;
import dev.firstcome.coupon.shadow.ShadowState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Compares the coupons of a partition in all wallets with the shadow state. */
@Component
final class WalletComparison {
    private static final int COUPONS_PER_PAGE = 5_000;
    private static final Duration RETRY_DELAY = Duration.ofMillis(500);

    private final Rebuilds rebuilds;
    private final RebuildProperties properties;

    WalletComparison(Rebuilds rebuilds, RebuildProperties properties) {
        this.rebuilds = rebuilds;
        this.properties = properties;
    }

    /** Retries for a bounded time, because results reach the wallets with a delay. Then absent coupons are missing. */
    void run(RebuildAttempt attempt, ShadowState shadow, ShadowState.Range range) {
        RebuildFindings findings = attempt.findings();
        long expected = shadow.count(range, WalletComparison::isCoupon);
        long end = System.nanoTime() + properties.walletsWithin().toNanos();
        while (true) {
            findings.couponsCompared = 0;
            findings.couponsOther = 0;
            for (String shard : rebuilds.shards()) {
                compareShard(attempt, shadow, range, shard);
            }
            findings.couponsMissing = Math.max(0, expected - findings.couponsCompared);
            if (findings.couponsMissing == 0 || System.nanoTime() >= end) {
                return;
            }
            attempt.checkpoint();
            LockSupport.parkNanos(RETRY_DELAY.toNanos());
        }
    }

    private void compareShard(RebuildAttempt attempt, ShadowState shadow, ShadowState.Range range, String shard) {
        int partition = attempt.request().partition();
        long after = range.first() - 1;
        while (true) {
            List<WalletCoupon> page = rebuilds.coupons(shard, partition, after, COUPONS_PER_PAGE);
            page.stream()
                    .filter(coupon -> coupon.offset() <= range.last())
                    .forEach(coupon -> compare(attempt.findings(), coupon, shadow.outcome(coupon.offset())));
            if (page.size() < COUPONS_PER_PAGE || page.getLast().offset() > range.last()) {
                return;
            }
            after = page.getLast().offset();
            attempt.checkpoint();
        }
    }

    private static void compare(RebuildFindings findings, WalletCoupon coupon, @Nullable Outcome outcome) {
        if (outcome != null && isSame(coupon, outcome)) {
            findings.couponsCompared++;
        } else if (outcome == null
                || (outcome.code() != Outcome.Code.DEFERRED && outcome.code() != Outcome.Code.PURGED)) {
            findings.couponsOther++;
            findings.addSample("wallet has %s, but the log results in %s".formatted(coupon, outcome));
        }
    }

    private static boolean isSame(WalletCoupon coupon, Outcome outcome) {
        return outcome.number() == coupon.sequence()
                && (coupon.granted()
                        ? outcome.code() == Outcome.Code.GRANTED
                        : outcome.code() == Outcome.Code.ISSUED && outcome.ordinal() == coupon.ordinal());
    }

    private static boolean isCoupon(Outcome outcome) {
        return outcome.code() == Outcome.Code.ISSUED || outcome.code() == Outcome.Code.GRANTED;
    }
}
