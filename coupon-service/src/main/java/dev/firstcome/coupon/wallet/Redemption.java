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

/** A coupon with what its campaign says of it: what it takes off, and until when. */
@Service
public final class Redemption {
    private final Coupons coupons;
    private final Campaigns campaigns;
    private final Reservations reservations;
    private final Clock clock;

    Redemption(Coupons coupons, Campaigns campaigns, Reservations reservations, Clock clock) {
        this.coupons = coupons;
        this.campaigns = campaigns;
        this.reservations = reservations;
        this.clock = clock;
    }

    /** What a payment can do with a coupon. */
    public enum Step {
        RESERVE,
        REDEEM,
        RELEASE
    }

    /** A coupon as it counts now: one whose time is over is EXPIRED, whether or not that is noted already. */
    public record Valued(Coupon coupon, CouponState state, Discount discount, Instant expiresAt) {}

    public Valued value(Coupon coupon) {
        Campaign.Terms terms = campaigns
                .find(coupon.campaignId())
                .orElseThrow(() -> new IllegalStateException("no campaign for coupon " + coupon.id()))
                .terms();
        Instant expiresAt = coupon.issuedAt().plus(Duration.ofDays(terms.validityDays()));
        boolean expired =
                coupon.state() == CouponState.AVAILABLE && !clock.instant().isBefore(expiresAt);
        return new Valued(coupon, expired ? CouponState.EXPIRED : coupon.state(), terms.discount(), expiresAt);
    }

    public Optional<Valued> find(UUID userId, UUID couponId) {
        return coupons.find(userId, couponId).map(this::value);
    }

    public Reservations.Answer take(Step step, UUID userId, UUID couponId, UUID paymentId) {
        Optional<Valued> known = find(userId, couponId);
        if (known.isEmpty()) {
            return new Reservations.Answer.UnknownCoupon();
        }
        boolean expired = !clock.instant().isBefore(known.get().expiresAt());
        Reservations.Wish wish = new Reservations.Wish(userId, couponId, paymentId, expired);
        return switch (step) {
            case RESERVE -> reservations.reserve(wish);
            case REDEEM -> reservations.redeem(wish);
            case RELEASE -> reservations.release(wish);
        };
    }
}
