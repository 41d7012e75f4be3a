package dev.firstcome.coupon.wallet;

import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.campaign.Discount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Reserves, redeems and releases coupons for payments, and adds discount and expiry of the campaign to a coupon. */
@Service
public final class CouponRedeemer {
    private final Coupons coupons;
    private final Campaigns campaigns;
    private final Reservations reservations;
    private final Clock clock;

    CouponRedeemer(Coupons coupons, Campaigns campaigns, Reservations reservations, Clock clock) {
        this.coupons = coupons;
        this.campaigns = campaigns;
        this.reservations = reservations;
        this.clock = clock;
    }

    /** An operation of a payment on a coupon. */
    public enum Operation {
        RESERVE,
        REDEEM,
        RELEASE
    }

    /**
     * A coupon with its effective state. From {@code expiresAt} on, an available coupon counts as EXPIRED, also before
     * its row is updated.
     */
    public record EffectiveCoupon(Coupon coupon, CouponState state, Discount discount, Instant expiresAt) {}

    public EffectiveCoupon effective(Coupon coupon) {
        Campaign.Terms terms = campaigns
                .find(coupon.campaignId())
                .orElseThrow(() ->
                        new IllegalStateException("coupon " + coupon.id() + " has no campaign " + coupon.campaignId()))
                .terms();
        Instant expiresAt = coupon.issuedAt().plus(Duration.ofDays(terms.validityDays()));
        boolean expired =
                coupon.state() == CouponState.AVAILABLE && !clock.instant().isBefore(expiresAt);
        return new EffectiveCoupon(coupon, expired ? CouponState.EXPIRED : coupon.state(), terms.discount(), expiresAt);
    }

    public Optional<EffectiveCoupon> find(UUID userId, UUID couponId) {
        return coupons.find(userId, couponId).map(this::effective);
    }

    public Reservations.Result apply(Operation operation, UUID userId, UUID couponId, UUID paymentId) {
        Optional<EffectiveCoupon> known = find(userId, couponId);
        if (known.isEmpty()) {
            return new Reservations.Result.UnknownCoupon();
        }
        boolean expired = !clock.instant().isBefore(known.get().expiresAt());
        Reservations.ReservationRequest request =
                new Reservations.ReservationRequest(userId, couponId, paymentId, expired);
        return switch (operation) {
            case RESERVE -> reservations.reserve(request);
            case REDEEM -> reservations.redeem(request);
            case RELEASE -> reservations.release(request);
        };
    }
}
