package dev.firstcome.catalog.stock.store;

import dev.firstcome.catalog.stock.Reservation;
import dev.firstcome.catalog.stock.ReservationState;
import dev.firstcome.catalog.stock.Reservations;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reservations in the Postgres shards, in the same bucket as their product. The lock of the product row serializes
 * concurrent calls. The check constraint of the table ensures that the stock is never negative.
 */
@Repository
class ShardedReservations implements Reservations {
    private final Shards shards;
    private final JdbcClient jdbc;

    ShardedReservations(Shards shards, JdbcClient jdbc) {
        this.shards = shards;
        this.jdbc = jdbc;
    }

    @Override
    public Result reserve(ReservationKey key, int quantity) {
        return withProductLock(key, stock -> {
            Reservation existing = find(key);
            if (existing == null) {
                return stock < quantity ? new Result.OutOfStock(stock) : reserveNew(key, quantity);
            }
            if (existing.state() == ReservationState.RELEASED) {
                return new Result.AlreadyFinal(ReservationState.RELEASED);
            }
            return existing.quantity() == quantity
                    ? new Result.Applied(existing)
                    : new Result.QuantityMismatch(existing);
        });
    }

    private Result reserveNew(ReservationKey key, int quantity) {
        adjustStock(key, -quantity, quantity);
        return save(new Reservation(key.productId(), key.paymentId(), quantity, ReservationState.RESERVED));
    }

    @Override
    public Result confirm(ReservationKey key) {
        return withProductLock(key, stock -> {
            Reservation existing = find(key);
            if (existing == null) {
                return new Result.NotReserved();
            }
            return switch (existing.state()) {
                case CONFIRMED -> new Result.Applied(existing);
                case RELEASED -> new Result.AlreadyFinal(ReservationState.RELEASED);
                case RESERVED -> {
                    adjustStock(key, 0, -existing.quantity());
                    yield save(existing.withState(ReservationState.CONFIRMED));
                }
            };
        });
    }

    @Override
    public Result release(ReservationKey key) {
        return withProductLock(key, stock -> {
            Reservation existing = find(key);
            if (existing == null) {
                return save(new Reservation(key.productId(), key.paymentId(), 0, ReservationState.RELEASED));
            }
            return switch (existing.state()) {
                case CONFIRMED -> new Result.AlreadyFinal(ReservationState.CONFIRMED);
                case RELEASED -> new Result.Applied(existing);
                case RESERVED -> {
                    adjustStock(key, existing.quantity(), -existing.quantity());
                    yield save(existing.withState(ReservationState.RELEASED));
                }
            };
        });
    }

    /** @param operation receives the current stock of the product */
    private Result withProductLock(ReservationKey key, IntFunction<Result> operation) {
        Bucket bucket = BucketedIds.bucketOf(key.productId());
        return shards.transact(
                bucket,
                () -> jdbc.sql("select stock from product where bucket = ? and product_id = ? for update")
                        .params(bucket.number(), key.productId())
                        .query(Integer.class)
                        .optional()
                        .map(operation::apply)
                        .orElse(new Result.UnknownProduct()));
    }

    private @Nullable Reservation find(ReservationKey key) {
        return jdbc.sql("""
                select quantity, state from stock_reservation
                where bucket = ? and product_id = ? and payment_id = ?""")
                .params(bucketOf(key.productId()), key.productId(), key.paymentId())
                .query((row, number) -> new Reservation(
                        key.productId(),
                        key.paymentId(),
                        row.getInt("quantity"),
                        ReservationState.valueOf(row.getString("state"))))
                .optional()
                .orElse(null);
    }

    private void adjustStock(ReservationKey key, int stockDelta, int reservedDelta) {
        jdbc.sql("""
                update product set stock = stock + ?, reserved = reserved + ?
                where bucket = ? and product_id = ?""")
                .params(stockDelta, reservedDelta, bucketOf(key.productId()), key.productId())
                .update();
    }

    private Result save(Reservation reservation) {
        jdbc.sql("""
                insert into stock_reservation (bucket, product_id, payment_id, quantity, state, changed_at)
                values (?, ?, ?, ?, ?, clock_timestamp())
                on conflict (bucket, product_id, payment_id)
                    do update set state = excluded.state, changed_at = excluded.changed_at""")
                .params(
                        bucketOf(reservation.productId()),
                        reservation.productId(),
                        reservation.paymentId(),
                        reservation.quantity(),
                        reservation.state().name())
                .update();
        return new Result.Applied(reservation);
    }

    private static int bucketOf(UUID productId) {
        return BucketedIds.bucketOf(productId).number();
    }
}
