package dev.firstcome.coupon.wallet.web;

import dev.firstcome.coupon.campaign.Discount;
import dev.firstcome.coupon.wallet.CouponState;
import dev.firstcome.coupon.wallet.Redemption;
import dev.firstcome.coupon.wallet.Redemption.Step;
import dev.firstcome.coupon.wallet.Reservations;
import dev.firstcome.platform.problems.ProblemException;
import java.time.Instant;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Coupons for payments. Every call may be repeated, and what it says then is the same. */
@RestController
@RequestMapping("/internal/coupons/{couponId}")
class InternalCoupons {
    private final Redemption redemption;

    InternalCoupons(Redemption redemption) {
        this.redemption = redemption;
    }

    record InternalCouponBody(UUID couponId, UUID campaignId, CouponState state, Discount discount, Instant expiresAt) {
        static InternalCouponBody of(Redemption.Valued valued) {
            return new InternalCouponBody(
                    valued.coupon().id(),
                    valued.coupon().campaignId(),
                    valued.state(),
                    valued.discount(),
                    valued.expiresAt());
        }
    }

    @GetMapping
    InternalCouponBody show(@PathVariable UUID couponId, @RequestParam UUID userId) {
        return redemption.find(userId, couponId).map(InternalCouponBody::of).orElseThrow(ProblemException::notFound);
    }

    @PutMapping("/reservations/{paymentId}")
    InternalCouponBody reserve(@PathVariable UUID couponId, @PathVariable UUID paymentId, @RequestParam UUID userId) {
        return answer(redemption.take(Step.RESERVE, userId, couponId, paymentId));
    }

    @PostMapping("/reservations/{paymentId}/redeem")
    InternalCouponBody redeem(@PathVariable UUID couponId, @PathVariable UUID paymentId, @RequestParam UUID userId) {
        return answer(redemption.take(Step.REDEEM, userId, couponId, paymentId));
    }

    @PostMapping("/reservations/{paymentId}/release")
    InternalCouponBody release(@PathVariable UUID couponId, @PathVariable UUID paymentId, @RequestParam UUID userId) {
        return answer(redemption.take(Step.RELEASE, userId, couponId, paymentId));
    }

    private InternalCouponBody answer(Reservations.Answer answer) {
        return switch (answer) {
            case Reservations.Answer.Done(var coupon) -> InternalCouponBody.of(redemption.value(coupon));
            case Reservations.Answer.NotAvailable(var state) -> throw conflict("COUPON_NOT_AVAILABLE", state);
            case Reservations.Answer.Ended(var state) -> throw conflict("RESERVATION_ENDED", state);
            case Reservations.Answer.NotReserved() -> throw ProblemException.of(HttpStatus.CONFLICT, "NOT_RESERVED");
            case Reservations.Answer.UnknownCoupon() -> throw ProblemException.notFound();
        };
    }

    private static ProblemException conflict(String code, Enum<?> state) {
        return ProblemException.of(HttpStatus.CONFLICT, code).with("state", state);
    }
}
