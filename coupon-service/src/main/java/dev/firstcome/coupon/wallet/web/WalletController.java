package dev.firstcome.coupon.wallet.web;

import dev.firstcome.coupon.campaign.Discount;
import dev.firstcome.coupon.wallet.Coupon;
import dev.firstcome.coupon.wallet.CouponRedeemer;
import dev.firstcome.coupon.wallet.CouponState;
import dev.firstcome.coupon.wallet.Coupons;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.tokens.CurrentUser;
import dev.firstcome.platform.web.CursorPage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The coupons of the authenticated user. */
@RestController
@RequestMapping("/api/coupons")
@Tag(name = "Wallet")
class WalletController {
    private static final int PAGE_MAX = 100;

    private final Coupons coupons;
    private final CouponRedeemer redeemer;

    WalletController(Coupons coupons, CouponRedeemer redeemer) {
        this.coupons = coupons;
        this.redeemer = redeemer;
    }

    record CouponBody(
            UUID couponId,
            UUID campaignId,
            String code,
            long sequence,
            CouponState state,
            Discount discount,
            Instant issuedAt,
            Instant expiresAt) {}

    @GetMapping
    @Operation(operationId = "listCoupons", summary = "The user's coupons, the newest first")
    CursorPage<CouponBody, UUID> list(
            @CurrentUser UUID userId,
            @RequestParam(required = false) @Nullable UUID cursor,
            @RequestParam(defaultValue = "20") int limit) {
        return CursorPage.read(
                new CursorPage.Limit(limit, PAGE_MAX),
                count -> coupons.page(userId, cursor, count),
                this::body,
                Coupon::id);
    }

    @GetMapping("/{couponId}")
    @Operation(operationId = "getCoupon", summary = "One of the user's coupons")
    CouponBody show(@CurrentUser UUID userId, @PathVariable UUID couponId) {
        return coupons.find(userId, couponId).map(this::body).orElseThrow(ProblemException::notFound);
    }

    private CouponBody body(Coupon coupon) {
        CouponRedeemer.EffectiveCoupon effective = redeemer.effective(coupon);
        return new CouponBody(
                coupon.id(),
                coupon.campaignId(),
                coupon.code(),
                coupon.sequence(),
                effective.state(),
                effective.discount(),
                coupon.issuedAt(),
                effective.expiresAt());
    }
}
