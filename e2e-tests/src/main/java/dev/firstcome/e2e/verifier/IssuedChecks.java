package dev.firstcome.e2e.verifier;

import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import dev.firstcome.model.state.CampaignState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Checks C1 to C4 and C12 on the published coupons, without using the decisions of the reference model. */
final class IssuedChecks {
    private final EvidenceIndex index;

    IssuedChecks(EvidenceIndex index) {
        this.index = index;
    }

    void checkStock(InvariantCheck c1) {
        index.issued.forEach((campaign, coupons) -> {
            c1.countItems(coupons.size());
            CampaignState state = index.campaignStates.get(campaign);
            if (state == null && index.isTruncated(coupons.getFirst().partition())) {
                c1.doubt("campaign %s was truncated from the log, and %d were issued", campaign, coupons.size());
                return;
            }
            if (state == null) {
                c1.contradict("campaign %s is not in the log, but %d were issued", campaign, coupons.size());
                return;
            }
            for (int i = 0; i < coupons.size(); i++) {
                CouponIssued coupon = coupons.get(i);
                long stock = stockAt(campaign, index.decisionOrderOf(coupon).offset());
                if (i >= stock) {
                    c1.contradict("campaign %s has a stock of %d; %s is number %d", campaign, stock, coupon, i + 1);
                }
            }
        });
    }

    private long stockAt(UUID campaign, long offset) {
        return index.stockChanges.getOrDefault(campaign, List.of()).stream()
                .filter(stock -> stock.offset() < offset)
                .mapToLong(EvidenceIndex.StockChange::amount)
                .sum();
    }

    void checkUserLimit(InvariantCheck c2) {
        index.issued.forEach((campaign, coupons) -> {
            CampaignState state = index.campaignStates.get(campaign);
            int limit = state == null ? 1 : state.terms().limit();
            var ofUser = new HashMap<UUID, List<CouponIssued>>();
            for (CouponIssued coupon : coupons) {
                c2.countItems(1);
                List<CouponIssued> userCoupons = ofUser.computeIfAbsent(coupon.userId(), _ -> new ArrayList<>());
                userCoupons.add(coupon);
                if (userCoupons.size() > limit) {
                    c2.contradict("user %s may have %d, but has %s", coupon.userId(), limit, userCoupons);
                } else if (coupon.ordinal() != userCoupons.size()) {
                    c2.contradict("user %s has coupons in a different order: %s", coupon.userId(), userCoupons);
                }
            }
        });
    }

    void checkSequences(InvariantCheck c3) {
        index.issued.forEach((campaign, coupons) -> {
            List<CouponIssued> bySequence = new ArrayList<>(coupons);
            bySequence.sort(Comparator.comparingLong(CouponIssued::sequence));
            long expected = 1;
            for (CouponIssued coupon : bySequence) {
                c3.countItems(1);
                if (coupon.sequence() != expected) {
                    c3.contradict("campaign %s: expected sequence %d, found %s", campaign, expected, coupon);
                }
                expected = coupon.sequence() + 1;
            }
        });
    }

    void checkLogOrder(InvariantCheck c4) {
        index.issued.forEach((campaign, coupons) -> {
            c4.countItems(coupons.size());
            for (int i = 1; i < coupons.size(); i++) {
                if (coupons.get(i).sequence() < coupons.get(i - 1).sequence()) {
                    c4.contradict("%s follows %s in the log", coupons.get(i), coupons.get(i - 1));
                }
            }
        });
    }

    void checkNoneAfterSoldOut(InvariantCheck c12) {
        var byCampaign = new HashMap<UUID, List<CouponResult>>();
        index.results
                .values()
                .forEach(repetitions -> byCampaign
                        .computeIfAbsent(repetitions.getFirst().campaignId(), _ -> new ArrayList<>())
                        .addAll(repetitions));
        byCampaign.forEach((campaign, results) -> {
            results.sort(Comparator.comparing(index::decisionOrderOf));
            checkNoneAfterSoldOut(c12, campaign, results);
        });
    }

    /** A campaign is sold out after its last coupon or after a SOLD_OUT result, until stock is added. */
    private void checkNoneAfterSoldOut(InvariantCheck c12, UUID campaign, List<CouponResult> results) {
        List<EvidenceIndex.StockChange> stocks = new ArrayList<>(index.stockChanges.getOrDefault(campaign, List.of()));
        long left = 0;
        Map<Long, CouponResult> first = new HashMap<>();
        CouponResult soldOut = null;
        for (CouponResult result : results) {
            while (!stocks.isEmpty()
                    && stocks.getFirst().offset()
                            < index.decisionOrderOf(result).offset()) {
                left += stocks.removeFirst().amount();
                soldOut = null;
            }
            boolean repeated = first.putIfAbsent(result.offset(), result) != null;
            if (soldOut != null) {
                c12.countItems(1);
            }
            if (result instanceof CouponIssued && !repeated) {
                if (soldOut != null) {
                    c12.contradict("sold out at %s, but issued later: %s", soldOut, result);
                }
                left--;
            }
            boolean last = left == 0 && result instanceof CouponIssued;
            if (soldOut == null && (last || isSoldOut(result))) {
                soldOut = result;
                c12.countItems(1);
            }
        }
    }

    private static boolean isSoldOut(CouponResult result) {
        return result instanceof RequestRejected rejected && rejected.reason() == RejectReason.SOLD_OUT;
    }
}
