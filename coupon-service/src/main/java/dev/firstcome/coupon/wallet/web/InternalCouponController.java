package dev.firstcome.coupon.wallet.web;

import dev.firstcome.coupon.campaign.Discount;
import dev.firstcome.coupon.wallet.CouponRedeemer;
import dev.firstcome.coupon.wallet.CouponRedeemer.Operation;
import dev.firstcome.coupon.wallet.CouponState;
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

/** Coupon operations for payment-service. Every call is idempotent: a repeated call has the same response. */
@RestController
@RequestMapping("/internal/coupons/{couponId}")
class InternalCouponController {
    private final CouponRedeemer redeemer;

    InternalCouponController(CouponRedeemer redeemer) {
        this.redeemer = redeemer;
    }

    record InternalCouponBody(UUID couponId, UUID campaignId, CouponState state, Discount discount, Instant expiresAt) {
        static InternalCouponBody of(CouponRedeemer.EffectiveCoupon effective) {
            return new InternalCouponBody(
                    effective.coupon().id(),
                    effective.coupon().campaignId(),
                    effective.state(),
                    effective.discount(),
                    effective.expiresAt());
        }
    }

    @GetMapping
    InternalCouponBody show(@PathVariable UUID couponId, @RequestParam UUID userId) {
        return redeemer.find(userId, couponId).map(InternalCouponBody::of).orElseThrow(ProblemException::notFound);
    }

    @PutMapping("/reservations/{paymentId}")
    InternalCouponBody reserve(@PathVariable UUID couponId, @PathVariable UUID paymentId, @RequestParam UUID userId) {
        return body(redeemer.apply(Operation.RESERVE, userId, couponId, paymentId));
    }

    @PostMapping("/reservations/{paymentId}/redeem")
    InternalCouponBody redeem(@PathVariable UUID couponId, @PathVariable UUID paymentId, @RequestParam UUID userId) {
        return body(redeemer.apply(Operation.REDEEM, userId, couponId, paymentId));
    }

    @PostMapping("/reservations/{paymentId}/release")
    InternalCouponBody release(@PathVariable UUID couponId, @PathVariable UUID paymentId, @RequestParam UUID userId) {
        return body(redeemer.apply(Operation.RELEASE, userId, couponId, paymentId));
    }

    private InternalCouponBody body(Reservations.Result result) {
        return switch (result) {
            case Reservations.Result.Applied(var coupon) -> InternalCouponBody.of(redeemer.effective(coupon));
            case Reservations.Result.NotAvailable(var state) -> throw conflict("COUPON_NOT_AVAILABLE", state);
            case Reservations.Result.AlreadyFinal(var state) -> throw conflict("RESERVATION_ENDED", state);
            case Reservations.Result.NotReserved() -> throw ProblemException.of(HttpStatus.CONFLICT, "NOT_RESERVED");
            case Reservations.Result.UnknownCoupon() -> throw ProblemException.notFound();
        };
    }

    private static ProblemException conflict(String code, Enum<?> state) {
        return ProblemException.of(HttpStatus.CONFLICT, code).with("state", state);
    }
}
