package dev.firstcome.coupon.watching;

import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.CouponTakenBack;
import dev.firstcome.contracts.coupon.GrantIssued;
import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.contracts.coupon.RequestRejected;
import dev.firstcome.contracts.coupon.RequestRepeated;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Looks at all that is told and asked, in the order in which it is read, and judges it round by round. It remembers the
 * {@link #CAMPAIGNS_MAX} campaigns in which something happened last. For one thread.
 */
@Component
public final class LiveWatch {
    static final int CAMPAIGNS_MAX = 64;
    private static final List<LiveInvariant> OF_SEQUENCES =
            List.of(LiveInvariant.C1, LiveInvariant.C2, LiveInvariant.C3, LiveInvariant.C4, LiveInvariant.C12);

    private final CampaignFacts facts;
    private final InvariantLedger ledger;
    private final WalletSamples samples;
    private final CampaignMeters meters;
    private final Clock clock;
    private final Map<UUID, Campaign> campaigns = new LinkedHashMap<>(CAMPAIGNS_MAX, 0.75f, true);
    private final Map<Integer, DecidedOffsets> decided = new HashMap<>();
    private RecentHoldings holdings = new RecentHoldings();
    private long round = 1;

    private record Campaign(CampaignBook book, CampaignJudge judge, CampaignMeters.Measures measures) {}

    LiveWatch(CampaignFacts facts, InvariantLedger ledger, WalletSamples samples, CampaignMeters meters, Clock clock) {
        this.facts = facts;
        this.ledger = ledger;
        this.samples = samples;
        this.meters = meters;
        this.clock = clock;
    }

    /** Begins anew at another place of the log; what lies between, so many records, was not looked at. */
    public void begin(long skipped) {
        List.copyOf(campaigns.keySet()).forEach(this::forget);
        decided.clear();
        holdings = new RecentHoldings();
        OF_SEQUENCES.forEach(invariant -> ledger.notChecked(invariant, skipped));
    }

    public void take(List<? extends Watched> records) {
        Tally tally = new Tally(clock.millis() / 1_000);
        for (Watched record : records) {
            switch (record) {
                case Watched.Asked(UUID campaignId, int partition, long offset) ->
                    campaign(campaignId, partition).book().asked(offset);
                case Watched.Commanded(var command, int partition, long offset) ->
                    campaign(command.campaignId(), partition).book().commanded(command, offset);
                case Watched.Told told -> take(told, tally);
            }
        }
        tally.addTo(ledger);
    }

    /** Counts of one call, told once at its end. */
    private static final class Tally {
        private final long nowSeconds;
        private long coupons;
        private long soldOut;
        private long tooOld;

        Tally(long nowSeconds) {
            this.nowSeconds = nowSeconds;
        }

        void addTo(InvariantLedger ledger) {
            for (LiveInvariant invariant : OF_SEQUENCES) {
                ledger.checked(invariant, coupons + (invariant == LiveInvariant.C12 ? soldOut : 0));
                ledger.notChecked(invariant, tooOld);
            }
        }
    }

    private void take(Watched.Told told, Tally tally) {
        CouponResult result = told.result();
        if (!isOfRequest(result)) {
            return; // of an operator's command: in a series of its own
        }
        CampaignBook book = campaign(result.campaignId(), result.partition()).book();
        if (book.partition() != result.partition()) {
            tally.tooOld++; // from a place where the campaign never was
            return;
        }
        boolean isFirst = decided.computeIfAbsent(result.partition(), _ -> new DecidedOffsets())
                .add(result.offset());
        if (result instanceof RequestRejected rejected) {
            book.rejected(rejected, isFirst, round, tally.nowSeconds);
            tally.soldOut += rejected.reason() == RejectReason.SOLD_OUT ? 1 : 0;
        } else if (result instanceof RequestRepeated repeated) {
            book.repeated(repeated, isFirst, tally.nowSeconds);
        } else if (result instanceof CouponIssued coupon) {
            issued(book, coupon, isFirst, told, tally);
        }
    }

    private static boolean isOfRequest(CouponResult result) {
        return switch (result) {
            case CouponIssued _, RequestRejected _, RequestRepeated _ -> true;
            case GrantIssued _, CouponTakenBack _ -> false;
        };
    }

    private void issued(CampaignBook book, CouponIssued coupon, boolean isFirst, Watched.Told told, Tally tally) {
        switch (book.issued(coupon, isFirst, round, tally.nowSeconds)) {
            case NEW -> {
                tally.coupons++;
                long other = holdings.put(coupon.campaignId(), coupon.userId(), coupon.ordinal(), coupon.offset());
                if (other != RecentHoldings.NONE && other != coupon.offset()) {
                    book.heldTwice(coupon, other, round);
                }
                samples.offer(told, coupon);
            }
            case TWICE -> tally.coupons++;
            case TOO_OLD, TOO_FAR -> tally.tooOld++;
            case REPEATED -> {}
        }
    }

    /** All that is published in this round was taken: now is the time to judge. */
    public void judge(Round over) {
        for (Campaign campaign : List.copyOf(campaigns.values())) {
            CampaignBook book = campaign.book();
            campaign.judge()
                    .judge(over, round)
                    .forEach((invariant, witnesses) -> ledger.broken(invariant, book.campaignId(), witnesses));
            Long undecided = campaign.judge().undecided(over);
            campaign.measures().look(book.shares(), undecided, clock.millis() / 1_000);
        }
        round++;
    }

    private Campaign campaign(UUID id, int partition) {
        Campaign known = campaigns.get(id);
        if (known != null) {
            return known;
        }
        if (campaigns.size() == CAMPAIGNS_MAX) {
            forget(campaigns.keySet().iterator().next());
        }
        CampaignBook book = new CampaignBook(id, partition, round);
        Campaign made = new Campaign(book, new CampaignJudge(book, facts), meters.of(id));
        campaigns.put(id, made);
        return made;
    }

    private void forget(UUID id) {
        Campaign forgotten = campaigns.remove(id);
        if (forgotten != null) {
            forgotten.measures().close();
        }
    }
}
