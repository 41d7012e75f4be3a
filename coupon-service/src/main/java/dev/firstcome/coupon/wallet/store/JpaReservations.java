package dev.firstcome.coupon.wallet.store;

import dev.firstcome.coupon.wallet.Coupon;
import dev.firstcome.coupon.wallet.CouponEvents;
import dev.firstcome.coupon.wallet.CouponState;
import dev.firstcome.coupon.wallet.ReservationState;
import dev.firstcome.coupon.wallet.Reservations;
import dev.firstcome.platform.entities.EntityStore;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores reservations on the coupon's shard. The lock of the coupon row serializes concurrent calls. */
@Repository
class JpaReservations implements Reservations {
    private final Shards shards;
    private final EntityStore entities;
    private final JdbcClient jdbc;
    private final CouponEvents events;

    JpaReservations(Shards shards, EntityStore entities, JdbcClient jdbc, CouponEvents events) {
        this.shards = shards;
        this.entities = entities;
        this.jdbc = jdbc;
        this.events = events;
    }

    @Override
    public Result reserve(ReservationRequest request) {
        return locked(request, coupon -> switch (stateOf(request)) {
            case RESERVED, REDEEMED -> new Result.Applied(coupon.toCoupon());
            case RELEASED -> new Result.AlreadyFinal(ReservationState.RELEASED);
            case null -> {
                if (coupon.state() != CouponState.AVAILABLE || request.expired()) {
                    yield new Result.NotAvailable(
                            coupon.state() == CouponState.AVAILABLE ? CouponState.EXPIRED : coupon.state());
                }
                save(request, ReservationState.RESERVED);
                yield new Result.Applied(change(coupon, CouponState.RESERVED, request.paymentId()));
            }
        });
    }

    @Override
    public Result redeem(ReservationRequest request) {
        return locked(request, coupon -> switch (stateOf(request)) {
            case REDEEMED -> new Result.Applied(coupon.toCoupon());
            case RELEASED -> new Result.AlreadyFinal(ReservationState.RELEASED);
            case RESERVED -> {
                save(request, ReservationState.REDEEMED);
                yield new Result.Applied(change(coupon, CouponState.REDEEMED, request.paymentId()));
            }
            case null -> new Result.NotReserved();
        });
    }

    @Override
    public Result release(ReservationRequest request) {
        return locked(request, () -> preventReservation(request), coupon -> switch (stateOf(request)) {
            case REDEEMED -> new Result.AlreadyFinal(ReservationState.REDEEMED);
            case RELEASED -> new Result.Applied(coupon.toCoupon());
            case RESERVED -> {
                save(request, ReservationState.RELEASED);
                yield new Result.Applied(change(coupon, afterRelease(request), null));
            }
            case null -> {
                save(request, ReservationState.RELEASED);
                yield new Result.Applied(coupon.toCoupon());
            }
        });
    }

    private CouponState afterRelease(ReservationRequest request) {
        boolean revoked = jdbc.sql("""
                select exists (select from coupon_revocation where bucket = ? and user_id = ? and coupon_id = ?)""")
                .params(bucketOf(request), request.userId(), request.couponId())
                .query(Boolean.class)
                .single();
        if (revoked) {
            return CouponState.REVOKED;
        }
        return request.expired() ? CouponState.EXPIRED : CouponState.AVAILABLE;
    }

    /** The coupon is not in the wallet yet. The stored release rejects a reservation by this payment later. */
    private Result preventReservation(ReservationRequest request) {
        save(request, ReservationState.RELEASED);
        return new Result.UnknownCoupon();
    }

    private Result locked(ReservationRequest request, Function<CouponEntity, Result> work) {
        return locked(request, Result.UnknownCoupon::new, work);
    }

    private Result locked(ReservationRequest request, Supplier<Result> missing, Function<CouponEntity, Result> work) {
        CouponKey id = CouponKey.of(request.userId(), request.couponId());
        return shards.transact(
                BucketedIds.bucketOf(request.userId()),
                () -> entities.lock(CouponEntity.class, id).map(work).orElseGet(missing));
    }

    private @Nullable ReservationState stateOf(ReservationRequest request) {
        return jdbc.sql("select state from coupon_reservation where bucket = ? and coupon_id = ? and payment_id = ?")
                .params(bucketOf(request), request.couponId(), request.paymentId())
                .query(String.class)
                .optional()
                .map(ReservationState::valueOf)
                .orElse(null);
    }

    private void save(ReservationRequest request, ReservationState state) {
        jdbc.sql("""
                insert into coupon_reservation (bucket, coupon_id, payment_id, state, changed_at)
                values (?, ?, ?, ?, clock_timestamp())
                on conflict (bucket, coupon_id, payment_id)
                    do update set state = excluded.state, changed_at = excluded.changed_at""")
                .params(bucketOf(request), request.couponId(), request.paymentId(), state.name())
                .update();
    }

    /** Appends the event after the update, which increments the version. */
    private Coupon change(CouponEntity coupon, CouponState state, @Nullable UUID paymentId) {
        coupon.changeTo(state);
        entities.update(coupon);
        events.publish(coupon.toChanged(), paymentId);
        return coupon.toCoupon();
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
                .mapToInt(shard -> shards.transactOn(shard, () -> expireOnShard(campaignId, issuedBefore, limit)))
                .sum();
    }

    /** Skips rows that are locked by another transaction; the next run expires them. */
    private int expireOnShard(UUID campaignId, Instant issuedBefore, int limit) {
        List<CouponEvents.Changed> expired = jdbc.sql("""
                update coupon set state = 'EXPIRED', version = version + 1
                where (bucket, user_id, coupon_id) in (
                    select bucket, user_id, coupon_id from coupon
                    where campaign_id = ? and state = 'AVAILABLE' and issued_at < ?
                    limit ? for update skip locked)
                returning coupon_id, user_id, campaign_id, version, state""")
                .params(campaignId, Timestamp.from(issuedBefore), limit)
                .query(JpaReservations::changed)
                .list();
        expired.forEach(coupon -> events.publish(coupon, null));
        return expired.size();
    }

    private static int bucketOf(ReservationRequest request) {
        return BucketedIds.bucketOf(request.userId()).number();
    }
}
