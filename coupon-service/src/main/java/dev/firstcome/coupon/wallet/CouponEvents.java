package dev.firstcome.coupon.wallet;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.CouponChanged;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.outbox.Outbox;
import dev.firstcome.platform.outbox.Outbox.OutgoingEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Publishes state changes of coupons to other services. The outbox row is part of the transaction of the change. */
@Component
public final class CouponEvents {
    private final Outbox outbox;
    private final Clock clock;

    CouponEvents(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** A coupon after a change, read while its row is locked. */
    public record Changed(UUID couponId, UUID userId, UUID campaignId, long version, CouponState state) {}

    public void publish(Changed coupon, @Nullable UUID paymentId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        outbox.append(new OutgoingEvent(
                BucketedIds.bucketOf(coupon.userId()),
                Topics.COUPON_EVENTS,
                coupon.couponId().toString(),
                coupon.couponId(),
                coupon.version(),
                new CouponChanged(
                        coupon.couponId(),
                        coupon.userId(),
                        coupon.campaignId(),
                        coupon.version(),
                        coupon.state().name(),
                        paymentId,
                        now),
                now));
    }
}
