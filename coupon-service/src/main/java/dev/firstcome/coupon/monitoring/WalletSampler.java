package dev.firstcome.coupon.monitoring;

import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.coupon.invariants.InvariantLedger;
import dev.firstcome.coupon.invariants.LiveInvariant;
import dev.firstcome.coupon.wallet.Coupon;
import dev.firstcome.coupon.wallet.Coupons;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Checks C8 by sampling: it reads {@link #SAMPLES_PER_SECOND} issued coupons per second from their wallets, some
 * seconds after their results. A coupon is missing if its wallet's consumer is past its result and there is no row.
 * Other coupons are checked again later.
 */
@Component
public final class WalletSampler implements DisposableBean {
    static final int SAMPLES_PER_SECOND = 5;
    private static final int WAITING_MAX = 200;
    private static final Logger log = LoggerFactory.getLogger(WalletSampler.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Longer than the maximum delay of wallet writes. */
    private static final Duration AGE = Duration.ofSeconds(8);

    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(10);

    private final Coupons coupons;
    private final WalletProgress wallets;
    private final InvariantLedger ledger;
    private final Clock clock;
    private final Deque<Sample> waiting = new ArrayDeque<>();
    private final Thread worker;
    private long second;
    private int taken;
    private volatile boolean stopped;

    private record Sample(MonitoredRecord.Result result, CouponIssued coupon, long seenMillis, long dueMillis) {
        Sample later(long dueAt) {
            return new Sample(result, coupon, seenMillis, dueAt);
        }
    }

    WalletSampler(Coupons coupons, WalletProgress wallets, InvariantLedger ledger, Clock clock) {
        this.coupons = coupons;
        this.wallets = wallets;
        this.ledger = ledger;
        this.clock = clock;
        this.worker = Thread.ofVirtual().name("coupon-wallet-samples").start(this::run);
    }

    /** Adds the coupon to the samples, unless the limit is reached. */
    void offer(MonitoredRecord.Result result, CouponIssued coupon) {
        long now = clock.millis();
        if (second != now / 1_000) {
            second = now / 1_000;
            taken = 0;
        }
        synchronized (waiting) {
            if (taken < SAMPLES_PER_SECOND && waiting.size() < WAITING_MAX) {
                taken++;
                waiting.add(new Sample(result, coupon, now, now + AGE.toMillis()));
            }
        }
    }

    private void run() {
        while (!stopped) {
            try {
                checkDue();
            } catch (RuntimeException unavailable) { // a database or Kafka; retried in the next run
                log.debug("wallet samples cannot be checked now", unavailable);
            }
            synchronized (waiting) {
                try {
                    waiting.wait(INTERVAL.toMillis());
                } catch (InterruptedException closing) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void checkDue() {
        List<Sample> due = due();
        if (due.isEmpty()) {
            return;
        }
        List<Sample> pending = new ArrayList<>(due);
        try {
            Set<UUID> present = found(due);
            List<Sample> missing = due.stream()
                    .filter(sample -> !present.contains(sample.coupon().couponId()))
                    .toList();
            pending.removeIf(sample -> !missing.contains(sample));
            pending.removeAll(evaluate(missing));
        } finally {
            postpone(pending);
        }
        ledger.checked(LiveInvariant.C8, due.size() - pending.size());
    }

    private List<Sample> due() {
        long now = clock.millis();
        synchronized (waiting) {
            List<Sample> due =
                    waiting.stream().filter(sample -> sample.dueMillis() <= now).toList();
            waiting.removeAll(due);
            return due;
        }
    }

    private Set<UUID> found(List<Sample> samples) {
        Map<UUID, Sample> byId = samples.stream()
                .collect(Collectors.toMap(
                        sample -> sample.coupon().couponId(), Function.identity(), (one, same) -> one));
        return coupons.findAll(byId.keySet()).stream().map(Coupon::id).collect(Collectors.toSet());
    }

    /**
     * Returns the samples with a result. The row is committed before the consumer's offset, so rows are read after the
     * offset.
     */
    private List<Sample> evaluate(List<Sample> missing) {
        List<Sample> consumed = missing.stream()
                .filter(sample -> wallets.hasConsumed(sample.result()))
                .toList();
        if (consumed.isEmpty()) {
            return consumed;
        }
        Set<UUID> present = found(consumed);
        consumed.stream()
                .filter(sample -> !present.contains(sample.coupon().couponId()))
                .forEach(this::reportMissing);
        return consumed;
    }

    private void reportMissing(Sample sample) {
        CouponIssued coupon = sample.coupon();
        ledger.reportBreach(
                LiveInvariant.C8,
                coupon.campaignId(),
                List.of("coupon %s of the request at %d-%d is not in its wallet"
                        .formatted(coupon.couponId(), coupon.partition(), coupon.offset())));
    }

    private void postpone(List<Sample> samples) {
        long now = clock.millis();
        for (Sample sample : samples) {
            if (now - sample.seenMillis() > GIVE_UP_AFTER.toMillis()) {
                ledger.notChecked(LiveInvariant.C8, 1);
            } else {
                synchronized (waiting) {
                    waiting.add(sample.later(now + AGE.toMillis()));
                }
            }
        }
    }

    @Override
    public void destroy() throws InterruptedException {
        stopped = true;
        synchronized (waiting) {
            waiting.notifyAll();
        }
        worker.join(Duration.ofSeconds(2));
    }
}
