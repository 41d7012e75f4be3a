package dev.firstcome.coupon.monitoring;

import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.coupon.invariants.InvariantBreach;
import dev.firstcome.coupon.invariants.InvariantLedger;
import dev.firstcome.coupon.invariants.InvariantState;
import dev.firstcome.coupon.invariants.LiveInvariant;
import dev.firstcome.coupon.wallet.Coupon;
import dev.firstcome.coupon.wallet.CouponState;
import dev.firstcome.coupon.wallet.Coupons;
import dev.firstcome.platform.alerts.AlertSamples;
import dev.firstcome.platform.testing.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The monitor with its collaborators, in memory. */
final class InvariantMonitorFixture implements AutoCloseable {
    final TestClock clock = new TestClock();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final AlertSamples alertSamples = new AlertSamples();
    final List<InvariantBreach> breaches = new CopyOnWriteArrayList<>();
    final Set<UUID> inWallets = ConcurrentHashMap.newKeySet();
    final InvariantLedger ledger = new InvariantLedger(clock, meters, alertSamples, List.of(breaches::add));
    final InvariantMonitor monitor;
    private final WalletSampler samples;

    InvariantMonitorFixture(CampaignFacts facts, WalletProgress wallets) {
        samples = new WalletSampler(new Wallets(), wallets, ledger, clock);
        monitor = new InvariantMonitor(facts, ledger, samples, new CampaignMeters(meters), clock);
    }

    /** A monitor whose campaign has a stock of ten and a limit of one coupon per user. */
    static InvariantMonitorFixture withStockOfTen() {
        return new InvariantMonitorFixture(_ -> Optional.of(new CampaignFacts.Facts(false, 1, 10, 0)), _ -> false);
    }

    List<LiveInvariant> violated() {
        return breaches.stream().map(InvariantBreach::invariant).distinct().toList();
    }

    InvariantState state(LiveInvariant invariant) {
        return ledger.states().stream()
                .filter(state -> state.invariant() == invariant)
                .findFirst()
                .orElseThrow();
    }

    double gauge(String name, UUID campaign) {
        return meters.get("firstcome.coupon.watch." + name)
                .tag("campaign", campaign.toString())
                .gauge()
                .value();
    }

    @Override
    public void close() throws InterruptedException {
        samples.destroy();
    }

    private final class Wallets implements Coupons {
        @Override
        public void apply(String shard, List<CouponResult> results) {
            throw new IllegalStateException("unexpected write to the wallet");
        }

        @Override
        public List<Coupon> page(UUID userId, @Nullable UUID before, int limit) {
            return List.of();
        }

        @Override
        public Optional<Coupon> find(UUID userId, UUID couponId) {
            return Optional.empty();
        }

        @Override
        public Optional<Coupon> findByRequest(UUID userId, int partition, long offset) {
            return Optional.empty();
        }

        @Override
        public Optional<Coupon> findFirst(UUID campaignId, UUID userId) {
            return Optional.empty();
        }

        @Override
        public List<Coupon> findAll(Set<UUID> couponIds) {
            List<Coupon> found = new ArrayList<>();
            couponIds.stream().filter(inWallets::contains).forEach(id -> found.add(coupon(id)));
            return found;
        }

        private Coupon coupon(UUID id) {
            return new Coupon(id, id, id, 1, "", CouponState.AVAILABLE, clock.instant());
        }
    }
}
