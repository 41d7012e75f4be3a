package dev.firstcome.coupon.monitoring;

import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.CouponRevocationApplied;
import dev.firstcome.contracts.coupon.result.GrantIssued;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import dev.firstcome.contracts.coupon.result.RequestRepeated;
import dev.firstcome.coupon.invariants.InvariantLedger;
import dev.firstcome.coupon.invariants.LiveInvariant;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Checks requests, commands and results in the order in which they are consumed, and evaluates them once per round. It
 * keeps the {@link #CAMPAIGNS_MAX} most recently active campaigns. Not thread-safe.
 */
@Component
public final class InvariantMonitor {
    static final int CAMPAIGNS_MAX = 64;
    private static final List<LiveInvariant> OF_SEQUENCES =
            List.of(LiveInvariant.C1, LiveInvariant.C2, LiveInvariant.C3, LiveInvariant.C4, LiveInvariant.C12);

    private final CampaignFacts facts;
    private final InvariantLedger ledger;
    private final WalletSampler samples;
    private final CampaignMeters meters;
    private final Clock clock;
    private final Map<UUID, Campaign> campaigns = new LinkedHashMap<>(CAMPAIGNS_MAX, 0.75f, true);
    private final Map<Integer, DecidedOffsets> decided = new HashMap<>();
    private RecentCouponHolders holdings = new RecentCouponHolders();
    private long round = 1;

    private record Campaign(CampaignInvariantState state, InvariantEvaluator evaluator, CampaignMeters.Gauges gauges) {}

    InvariantMonitor(
            CampaignFacts facts, InvariantLedger ledger, WalletSampler samples, CampaignMeters meters, Clock clock) {
        this.facts = facts;
        this.ledger = ledger;
        this.samples = samples;
        this.meters = meters;
        this.clock = clock;
    }

    /** Restarts at another log position. The skipped records are counted as not checked. */
    public void restart(long skipped) {
        List.copyOf(campaigns.keySet()).forEach(this::evict);
        decided.clear();
        holdings = new RecentCouponHolders();
        OF_SEQUENCES.forEach(invariant -> ledger.notChecked(invariant, skipped));
    }

    public void process(List<? extends MonitoredRecord> records) {
        Counts counts = new Counts(clock.millis() / 1_000);
        for (MonitoredRecord record : records) {
            switch (record) {
                case MonitoredRecord.Request(UUID campaignId, int partition, long offset) ->
                    campaign(campaignId, partition).state().onRequest(offset);
                case MonitoredRecord.Command(var command, int partition, long offset) ->
                    campaign(command.campaignId(), partition).state().onCommand(command, offset);
                case MonitoredRecord.Result result -> process(result, counts);
            }
        }
        counts.addTo(ledger);
    }

    /** The counts of one call, added to the ledger at its end. */
    private static final class Counts {
        private final long nowSeconds;
        private long coupons;
        private long soldOut;
        private long tooOld;

        Counts(long nowSeconds) {
            this.nowSeconds = nowSeconds;
        }

        void addTo(InvariantLedger ledger) {
            for (LiveInvariant invariant : OF_SEQUENCES) {
                ledger.checked(invariant, coupons + (invariant == LiveInvariant.C12 ? soldOut : 0));
                ledger.notChecked(invariant, tooOld);
            }
        }
    }

    private void process(MonitoredRecord.Result record, Counts counts) {
        CouponResult result = record.result();
        if (!isOfRequest(result)) {
            return; // operators' grants have a separate series
        }
        CampaignInvariantState state =
                campaign(result.campaignId(), result.partition()).state();
        if (state.partition() != result.partition()) {
            counts.tooOld++; // the campaign is not on this partition
            return;
        }
        boolean isFirst = decided.computeIfAbsent(result.partition(), _ -> new DecidedOffsets())
                .add(result.offset());
        if (result instanceof RequestRejected rejected) {
            state.onRejected(rejected, isFirst, round, counts.nowSeconds);
            counts.soldOut += rejected.reason() == RejectReason.SOLD_OUT ? 1 : 0;
        } else if (result instanceof RequestRepeated repeated) {
            state.onRepeated(repeated, isFirst, counts.nowSeconds);
        } else if (result instanceof CouponIssued coupon) {
            issued(state, coupon, isFirst, record, counts);
        }
    }

    private static boolean isOfRequest(CouponResult result) {
        return switch (result) {
            case CouponIssued _, RequestRejected _, RequestRepeated _ -> true;
            case GrantIssued _, CouponRevocationApplied _ -> false;
        };
    }

    private void issued(
            CampaignInvariantState state,
            CouponIssued coupon,
            boolean isFirst,
            MonitoredRecord.Result record,
            Counts counts) {
        switch (state.onIssued(coupon, isFirst, round, counts.nowSeconds)) {
            case NEW -> {
                counts.coupons++;
                long other = holdings.put(coupon.campaignId(), coupon.userId(), coupon.ordinal(), coupon.offset());
                if (other != RecentCouponHolders.NONE && other != coupon.offset()) {
                    state.onDuplicateOrdinal(coupon, other, round);
                }
                samples.offer(record, coupon);
            }
            case DUPLICATE -> counts.coupons++;
            case TOO_OLD, TOO_FAR -> counts.tooOld++;
            case REPEATED -> {}
        }
    }

    /** Evaluates all campaigns. The published records of the round must have been processed. */
    public void evaluate(EvaluationRound finished) {
        for (Campaign campaign : List.copyOf(campaigns.values())) {
            CampaignInvariantState state = campaign.state();
            campaign.evaluator()
                    .evaluate(finished, round)
                    .forEach((invariant, found) -> ledger.reportBreach(invariant, state.campaignId(), found));
            Long undecided = campaign.evaluator().undecided(finished);
            campaign.gauges().update(state.shares(), undecided, clock.millis() / 1_000);
        }
        round++;
    }

    private Campaign campaign(UUID id, int partition) {
        Campaign known = campaigns.get(id);
        if (known != null) {
            return known;
        }
        if (campaigns.size() == CAMPAIGNS_MAX) {
            evict(campaigns.keySet().iterator().next());
        }
        CampaignInvariantState state = new CampaignInvariantState(id, partition, round);
        Campaign added = new Campaign(state, new InvariantEvaluator(state, facts), meters.of(id));
        campaigns.put(id, added);
        return added;
    }

    private void evict(UUID id) {
        Campaign evicted = campaigns.remove(id);
        if (evicted != null) {
            evicted.gauges().close();
        }
    }
}
