package dev.firstcome.e2e.judge;

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

    void withinStock(Inquiry c1) {
        reading.issued.forEach((campaign, coupons) -> {
            c1.lookAt(coupons.size());
            CampaignState state = reading.campaignStates.get(campaign);
            if (state == null) {
                c1.contradict("campaign %s is not in the log, but %d were issued", campaign, coupons.size());
                return;
            }
            for (int i = (int) Math.min(state.stock(), coupons.size()); i < coupons.size(); i++) {
                c1.contradict(
                        "campaign %s has a stock of %d; %s is number %d",
                        campaign, state.stock(), coupons.get(i), i + 1);
            }
        });
    }

    void onePerUser(Inquiry c2) {
        reading.issued.forEach((campaign, coupons) -> {
            var first = new HashMap<UUID, CouponIssued>();
            for (CouponIssued coupon : coupons) {
                c2.lookAt(1);
                CouponIssued before = first.putIfAbsent(coupon.userId(), coupon);
                if (before != null) {
                    c2.contradict("user %s has two coupons: %s and %s", coupon.userId(), before, coupon);
                }
            }
        });
    }

    void gapFree(Inquiry c3) {
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

    void inLogOrder(Inquiry c4) {
        reading.issued.forEach((campaign, coupons) -> {
            c4.lookAt(coupons.size());
            for (int i = 1; i < coupons.size(); i++) {
                if (coupons.get(i).sequence() < coupons.get(i - 1).sequence()) {
                    c4.contradict("%s comes after %s in the log", coupons.get(i), coupons.get(i - 1));
                }
            }
        });
    }

    void nothingAfterTheLast(Inquiry c12) {
        var byCampaign = new HashMap<UUID, List<CouponResult>>();
        reading.results
                .values()
                .forEach(repetitions -> byCampaign
                        .computeIfAbsent(repetitions.getFirst().campaignId(), _ -> new ArrayList<>())
                        .addAll(repetitions));
        byCampaign.forEach((campaign, results) -> {
            results.sort(Comparator.comparingLong(CouponResult::offset));
            afterTheLast(c12, campaign, results);
        });
    }

    /** Gone is what was given away in full, or what somebody was told is gone. */
    private void afterTheLast(Inquiry c12, UUID campaign, List<CouponResult> results) {
        CampaignState state = reading.campaignStates.get(campaign);
        long left = state == null ? 0 : state.stock();
        Map<Long, CouponResult> first = new HashMap<>();
        CouponResult gone = null;
        for (CouponResult result : results) {
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
