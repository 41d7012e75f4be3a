package dev.firstcome.coupon.watching;

import dev.firstcome.contracts.coupon.CouponIssued;
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
 * C8: some of those who were told ISSUED, {@link #A_SECOND} each second, are looked up in their wallets some seconds later.
 * A coupon is missing if its wallet's consumer has gone past its result and there is no row; one that merely waits for its
 * row is looked for again.
 */
@Component
public final class WalletSamples implements DisposableBean {
    static final int A_SECOND = 5;
    private static final int WAITING_MAX = 200;
    private static final Logger log = LoggerFactory.getLogger(WalletSamples.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** Longer than rows wait for decisions. */
    private static final Duration AGE = Duration.ofSeconds(8);

    private static final Duration GIVE_UP = Duration.ofMinutes(10);

    private final Coupons coupons;
    private final WalletProgress wallets;
    private final InvariantLedger ledger;
    private final Clock clock;
    private final Deque<Sample> waiting = new ArrayDeque<>();
    private final Thread looking;
    private long second;
    private int taken;
    private volatile boolean stopped;

    private record Sample(Watched.Told told, CouponIssued coupon, long seenMillis, long dueMillis) {
        Sample later(long dueAt) {
            return new Sample(told, coupon, seenMillis, dueAt);
        }
    }

    WalletSamples(Coupons coupons, WalletProgress wallets, InvariantLedger ledger, Clock clock) {
        this.coupons = coupons;
        this.wallets = wallets;
        this.ledger = ledger;
        this.clock = clock;
        this.looking = Thread.ofVirtual().name("coupon-wallet-samples").start(this::lookEverySecond);
    }

    /** Takes it as a sample, or not. */
    void offer(Watched.Told told, CouponIssued coupon) {
        long now = clock.millis();
        if (second != now / 1_000) {
            second = now / 1_000;
            taken = 0;
        }
        synchronized (waiting) {
            if (taken < A_SECOND && waiting.size() < WAITING_MAX) {
                taken++;
                waiting.add(new Sample(told, coupon, now, now + AGE.toMillis()));
            }
        }
    }

    private void lookEverySecond() {
        while (!stopped) {
            try {
                look();
            } catch (RuntimeException away) { // a database or Kafka: what is asked again a second later
                log.debug("wallets cannot be looked at now", away);
            }
            synchronized (waiting) {
                try {
                    waiting.wait(EVERY.toMillis());
                } catch (InterruptedException closing) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void look() {
        List<Sample> due = due();
        if (due.isEmpty()) {
            return;
        }
        List<Sample> again = new ArrayList<>(due);
        try {
            Set<UUID> there = found(due);
            List<Sample> missing = due.stream()
                    .filter(sample -> !there.contains(sample.coupon().couponId()))
                    .toList();
            again.removeIf(sample -> !missing.contains(sample));
            again.removeAll(judge(missing));
        } finally {
            putOff(again);
        }
        ledger.checked(LiveInvariant.C8, due.size() - again.size());
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

    /** Those that are decided now. A row is there before its consumer says so: whoever has said so is asked last for it. */
    private List<Sample> judge(List<Sample> missing) {
        List<Sample> taken = missing.stream()
                .filter(sample -> wallets.hasTaken(sample.told()))
                .toList();
        if (taken.isEmpty()) {
            return taken;
        }
        Set<UUID> there = found(taken);
        taken.stream()
                .filter(sample -> !there.contains(sample.coupon().couponId()))
                .forEach(this::missing);
        return taken;
    }

    private void missing(Sample sample) {
        CouponIssued coupon = sample.coupon();
        ledger.broken(
                LiveInvariant.C8,
                coupon.campaignId(),
                List.of("coupon %s of the request at %d-%d is in no wallet"
                        .formatted(coupon.couponId(), coupon.partition(), coupon.offset())));
    }

    private void putOff(List<Sample> samples) {
        long now = clock.millis();
        for (Sample sample : samples) {
            if (now - sample.seenMillis() > GIVE_UP.toMillis()) {
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
        looking.join(Duration.ofSeconds(2));
    }
}
