package dev.firstcome.coupon.wallet.store;

import dev.firstcome.coupon.wallet.Coupon;
import dev.firstcome.coupon.wallet.CouponEvents;
import dev.firstcome.coupon.wallet.CouponState;
import dev.firstcome.coupon.wallet.ReservationState;
import dev.firstcome.coupon.wallet.Reservations;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reservations beside the coupons' rows, whose lock decides between those who come at once. */
@Repository
class ShardedReservations implements Reservations {
    private final Shards shards;
    private final JdbcClient jdbc;
    private final CouponEvents events;

    ShardedReservations(Shards shards, JdbcClient jdbc, CouponEvents events) {
        this.shards = shards;
        this.jdbc = jdbc;
        this.events = events;
    }

    @Override
    public Answer reserve(Wish wish) {
        return locked(wish, coupon -> switch (stateOf(wish)) {
            case RESERVED, REDEEMED -> new Answer.Done(coupon);
            case RELEASED -> new Answer.Ended(ReservationState.RELEASED);
            case null -> {
                if (coupon.state() != CouponState.AVAILABLE || wish.expired()) {
                    yield new Answer.NotAvailable(
                            coupon.state() == CouponState.AVAILABLE ? CouponState.EXPIRED : coupon.state());
                }
                note(wish, ReservationState.RESERVED);
                yield new Answer.Done(change(coupon, CouponState.RESERVED, wish.paymentId()));
            }
        });
    }

    @Override
    public Answer redeem(Wish wish) {
        return locked(wish, coupon -> switch (stateOf(wish)) {
            case REDEEMED -> new Answer.Done(coupon);
            case RELEASED -> new Answer.Ended(ReservationState.RELEASED);
            case RESERVED -> {
                note(wish, ReservationState.REDEEMED);
                yield new Answer.Done(change(coupon, CouponState.REDEEMED, wish.paymentId()));
            }
            case null -> new Answer.NotReserved();
        });
    }

    @Override
    public Answer release(Wish wish) {
        return locked(wish, () -> forbid(wish), coupon -> switch (stateOf(wish)) {
            case REDEEMED -> new Answer.Ended(ReservationState.REDEEMED);
            case RELEASED -> new Answer.Done(coupon);
            case RESERVED -> {
                note(wish, ReservationState.RELEASED);
                yield new Answer.Done(change(coupon, afterRelease(wish), null));
            }
            case null -> {
                note(wish, ReservationState.RELEASED);
                yield new Answer.Done(coupon);
            }
        });
    }

    private CouponState afterRelease(Wish wish) {
        boolean revoked = jdbc.sql("""
                select exists (select from coupon_revocation where bucket = ? and user_id = ? and coupon_id = ?)""")
                .params(bucketOf(wish), wish.userId(), wish.couponId())
                .query(Boolean.class)
                .single();
        if (revoked) {
            return CouponState.REVOKED;
        }
        return wish.expired() ? CouponState.EXPIRED : CouponState.AVAILABLE;
    }

    /** A coupon that has not come into the wallet yet: when it does, this payment is over. */
    private Answer forbid(Wish wish) {
        note(wish, ReservationState.RELEASED);
        return new Answer.UnknownCoupon();
    }

    private Answer locked(Wish wish, Function<Coupon, Answer> work) {
        return locked(wish, Answer.UnknownCoupon::new, work);
    }

    private Answer locked(Wish wish, Supplier<Answer> missing, Function<Coupon, Answer> work) {
        Bucket bucket = BucketedIds.bucketOf(wish.userId());
        return shards.transact(bucket, () -> {
            Optional<Coupon> coupon = jdbc.sql(
                            "select * from coupon where bucket = ? and user_id = ? and coupon_id = ? for update")
                    .params(bucket.number(), wish.userId(), wish.couponId())
                    .query(ShardedCoupons::read)
                    .optional();
            return coupon.map(work).orElseGet(missing);
        });
    }

    private @Nullable ReservationState stateOf(Wish wish) {
        return jdbc.sql("select state from coupon_reservation where bucket = ? and coupon_id = ? and payment_id = ?")
                .params(bucketOf(wish), wish.couponId(), wish.paymentId())
                .query(String.class)
                .optional()
                .map(ReservationState::valueOf)
                .orElse(null);
    }

    private void note(Wish wish, ReservationState state) {
        jdbc.sql("""
                insert into coupon_reservation (bucket, coupon_id, payment_id, state, changed_at)
                values (?, ?, ?, ?, clock_timestamp())
                on conflict (bucket, coupon_id, payment_id)
                    do update set state = excluded.state, changed_at = excluded.changed_at""")
                .params(bucketOf(wish), wish.couponId(), wish.paymentId(), state.name())
                .update();
    }

    private Coupon change(Coupon coupon, CouponState state, @Nullable UUID paymentId) {
        CouponEvents.Changed changed = jdbc.sql("""
                update coupon set state = ?, version = version + 1
                where bucket = ? and user_id = ? and coupon_id = ?
                returning coupon_id, user_id, campaign_id, version, state""")
                .params(state.name(), BucketedIds.bucketOf(coupon.userId()).number(), coupon.userId(), coupon.id())
                .query(ShardedReservations::changed)
                .single();
        events.tell(changed, paymentId);
        return coupon.in(state);
    }

    static CouponEvents.Changed changed(ResultSet row, int number) throws SQLException {
        return new CouponEvents.Changed(
                row.getObject("coupon_id", UUID.class),
                row.getObject("user_id", UUID.class),
                row.getObject("campaign_id", UUID.class),
                row.getLong("version"),
                CouponState.valueOf(row.getString("state")));
    }

    @Override
    public int expire(UUID campaignId, Instant issuedBefore, int limit) {
        return shards.map().shards().stream()
                .mapToInt(shard -> shards.transactOn(shard, () -> expireHere(campaignId, issuedBefore, limit)))
                .sum();
    }

    /** Those that somebody else has in hand are left for the next time. */
    private int expireHere(UUID campaignId, Instant issuedBefore, int limit) {
        List<CouponEvents.Changed> expired = jdbc.sql("""
                update coupon set state = 'EXPIRED', version = version + 1
                where (bucket, user_id, coupon_id) in (
                    select bucket, user_id, coupon_id from coupon
                    where campaign_id = ? and state = 'AVAILABLE' and issued_at < ?
                    limit ? for update skip locked)
                returning coupon_id, user_id, campaign_id, version, state""")
                .params(campaignId, Timestamp.from(issuedBefore), limit)
                .query(ShardedReservations::changed)
                .list();
        expired.forEach(coupon -> events.tell(coupon, null));
        return expired.size();
    }

    private static int bucketOf(Wish wish) {
        return BucketedIds.bucketOf(wish.userId()).number();
    }
}
