package dev.firstcome.coupon.rebuild;

import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.rebuild.Rebuilds.WalletCoupon;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Compares the coupons in all wallets that come from a partition with its fold. */
final class WalletComparison {
    private static final int AT_ONCE = 5_000;
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final RebuildParts parts;
    private final int partition;
    private final Shadow shadow;
    private final Findings findings;
    private final Runnable between;

    WalletComparison(RebuildParts parts, int partition, Shadow shadow, Findings findings, Runnable between) {
        this.parts = parts;
        this.partition = partition;
        this.shadow = shadow;
        this.findings = findings;
        this.between = between;
    }

    /** Results take a moment into the wallets; what is not there by then is missing. */
    void look(long floor, long through) {
        long expected = shadow.count(floor, through, WalletComparison::isCoupon);
        long end = System.nanoTime() + parts.properties().walletsWithin().toNanos();
        while (true) {
            findings.couponsCompared = 0;
            findings.couponsOther = 0;
            for (String shard : parts.rebuilds().shards()) {
                look(shard, floor, through);
            }
            findings.couponsMissing = Math.max(0, expected - findings.couponsCompared);
            if (findings.couponsMissing == 0 || System.nanoTime() >= end) {
                return;
            }
            between.run();
            LockSupport.parkNanos(AGAIN.toNanos());
        }
    }

    private void look(String shard, long floor, long through) {
        long after = floor - 1;
        while (true) {
            List<WalletCoupon> some = parts.rebuilds().coupons(shard, partition, after, AT_ONCE);
            some.stream().filter(coupon -> coupon.offset() <= through).forEach(this::compare);
            if (some.size() < AT_ONCE || some.getLast().offset() > through) {
                return;
            }
            after = some.getLast().offset();
            between.run();
        }
    }

    private void compare(WalletCoupon coupon) {
        Outcome outcome = shadow.outcome(coupon.offset());
        if (outcome != null && isSame(coupon, outcome)) {
            findings.couponsCompared++;
        } else if (outcome == null
                || (outcome.code() != Outcome.Code.HELD && outcome.code() != Outcome.Code.FORGOTTEN)) {
            findings.couponsOther++;
            findings.witness("%s is in a wallet, folded %s".formatted(coupon, outcome));
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
