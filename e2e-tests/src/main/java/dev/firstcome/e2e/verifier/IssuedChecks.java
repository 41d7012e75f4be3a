package dev.firstcome.e2e.verifier;

import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.contracts.coupon.RequestRejected;
import dev.firstcome.model.CampaignState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** C1 to C4 and C12: what was published as issued, against the promises alone, without the model's decisions. */
final class IssuedChecks {
    private final Reading reading;

    IssuedChecks(Reading reading) {
        this.reading = reading;
    }

    void withinStock(InvariantCheck c1) {
        reading.issued.forEach((campaign, coupons) -> {
            c1.lookAt(coupons.size());
            CampaignState state = reading.campaignStates.get(campaign);
            if (state == null && reading.isCut(coupons.getFirst().partition())) {
                c1.doubt("campaign %s is not in the log any more, and %d were issued", campaign, coupons.size());
                return;
            }
            if (state == null) {
                c1.contradict("campaign %s is not in the log, but %d were issued", campaign, coupons.size());
                return;
            }
            for (int i = 0; i < coupons.size(); i++) {
                CouponIssued coupon = coupons.get(i);
                long stock = stockAt(campaign, reading.turnOf(coupon).offset());
                if (i >= stock) {
                    c1.contradict("campaign %s has a stock of %d; %s is number %d", campaign, stock, coupon, i + 1);
                }
            }
        });
    }

    private long stockAt(UUID campaign, long offset) {
        return reading.stocks.getOrDefault(campaign, List.of()).stream()
                .filter(stock -> stock.offset() < offset)
                .mapToLong(Reading.Stock::amount)
                .sum();
    }

    void withinTheLimit(InvariantCheck c2) {
        reading.issued.forEach((campaign, coupons) -> {
            CampaignState state = reading.campaignStates.get(campaign);
            int limit = state == null ? 1 : state.terms().limit();
            var ofUser = new HashMap<UUID, List<CouponIssued>>();
            for (CouponIssued coupon : coupons) {
                c2.lookAt(1);
                List<CouponIssued> mine = ofUser.computeIfAbsent(coupon.userId(), _ -> new ArrayList<>());
                mine.add(coupon);
                if (mine.size() > limit) {
                    c2.contradict("user %s may have %d, but has %s", coupon.userId(), limit, mine);
                } else if (coupon.ordinal() != mine.size()) {
                    c2.contradict("user %s has these in another order: %s", coupon.userId(), mine);
                }
            }
        });
    }

    void gapFree(InvariantCheck c3) {
        reading.issued.forEach((campaign, coupons) -> {
            List<CouponIssued> bySequence = new ArrayList<>(coupons);
            bySequence.sort(Comparator.comparingLong(CouponIssued::sequence));
            long expected = 1;
            for (CouponIssued coupon : bySequence) {
                c3.lookAt(1);
                if (coupon.sequence() != expected) {
                    c3.contradict("campaign %s: sequence %d was expected, not %s", campaign, expected, coupon);
                }
                expected = coupon.sequence() + 1;
            }
        });
    }

    void inLogOrder(InvariantCheck c4) {
        reading.issued.forEach((campaign, coupons) -> {
            c4.lookAt(coupons.size());
            for (int i = 1; i < coupons.size(); i++) {
                if (coupons.get(i).sequence() < coupons.get(i - 1).sequence()) {
                    c4.contradict("%s comes after %s in the log", coupons.get(i), coupons.get(i - 1));
                }
            }
        });
    }

    void nothingAfterTheLast(InvariantCheck c12) {
        var byCampaign = new HashMap<UUID, List<CouponResult>>();
        reading.results
                .values()
                .forEach(repetitions -> byCampaign
                        .computeIfAbsent(repetitions.getFirst().campaignId(), _ -> new ArrayList<>())
                        .addAll(repetitions));
        byCampaign.forEach((campaign, results) -> {
            results.sort(Comparator.comparing(reading::turnOf));
            afterTheLast(c12, campaign, results);
        });
    }

    /** Gone is what was given away in full, or what somebody was told is gone, until there is more of it. */
    private void afterTheLast(InvariantCheck c12, UUID campaign, List<CouponResult> results) {
        List<Reading.Stock> stocks = new ArrayList<>(reading.stocks.getOrDefault(campaign, List.of()));
        long left = 0;
        Map<Long, CouponResult> first = new HashMap<>();
        CouponResult gone = null;
        for (CouponResult result : results) {
            while (!stocks.isEmpty()
                    && stocks.getFirst().offset() < reading.turnOf(result).offset()) {
                left += stocks.removeFirst().amount();
                gone = null;
            }
            boolean repeated = first.putIfAbsent(result.offset(), result) != null;
            if (gone != null) {
                c12.lookAt(1);
            }
            if (result instanceof CouponIssued && !repeated) {
                if (gone != null) {
                    c12.contradict("all was gone at %s, and yet %s", gone, result);
                }
                left--;
            }
            boolean last = left == 0 && result instanceof CouponIssued;
            if (gone == null && (last || isSoldOut(result))) {
                gone = result;
                c12.lookAt(1);
            }
        }
    }

    private static boolean isSoldOut(CouponResult result) {
        return result instanceof RequestRejected rejected && rejected.reason() == RejectReason.SOLD_OUT;
    }
}
