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
 * Reservations beside the products' rows, whose lock decides between those who come at once. The table's own check that no
 * stock is below zero has the last word.
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
    public Answer reserve(Part part, int quantity) {
        return locked(part, stock -> {
            Reservation known = known(part);
            if (known == null) {
                return stock < quantity ? new Answer.OutOfStock(stock) : take(part, quantity);
            }
            if (known.state() == ReservationState.RELEASED) {
                return new Answer.Ended(ReservationState.RELEASED);
            }
            return known.quantity() == quantity ? new Answer.Done(known) : new Answer.Differs(known);
        });
    }

    private Answer take(Part part, int quantity) {
        move(part, -quantity, quantity);
        return noted(new Reservation(part.productId(), part.paymentId(), quantity, ReservationState.RESERVED));
    }

    @Override
    public Answer confirm(Part part) {
        return locked(part, stock -> {
            Reservation known = known(part);
            if (known == null) {
                return new Answer.NotReserved();
            }
            return switch (known.state()) {
                case CONFIRMED -> new Answer.Done(known);
                case RELEASED -> new Answer.Ended(ReservationState.RELEASED);
                case RESERVED -> {
                    move(part, 0, -known.quantity());
                    yield noted(known.in(ReservationState.CONFIRMED));
                }
            };
        });
    }

    @Override
    public Answer release(Part part) {
        return locked(part, stock -> {
            Reservation known = known(part);
            if (known == null) {
                return noted(new Reservation(part.productId(), part.paymentId(), 0, ReservationState.RELEASED));
            }
            return switch (known.state()) {
                case CONFIRMED -> new Answer.Ended(ReservationState.CONFIRMED);
                case RELEASED -> new Answer.Done(known);
                case RESERVED -> {
                    move(part, known.quantity(), -known.quantity());
                    yield noted(known.in(ReservationState.RELEASED));
                }
            };
        });
    }

    /** @param work gets the product's stock */
    private Answer locked(Part part, IntFunction<Answer> work) {
        Bucket bucket = BucketedIds.bucketOf(part.productId());
        return shards.transact(
                bucket,
                () -> jdbc.sql("select stock from product where bucket = ? and product_id = ? for update")
                        .params(bucket.number(), part.productId())
                        .query(Integer.class)
                        .optional()
                        .map(work::apply)
                        .orElse(new Answer.UnknownProduct()));
    }

    private @Nullable Reservation known(Part part) {
        return jdbc.sql("""
                select quantity, state from stock_reservation
                where bucket = ? and product_id = ? and payment_id = ?""")
                .params(bucketOf(part.productId()), part.productId(), part.paymentId())
                .query((row, number) -> new Reservation(
                        part.productId(),
                        part.paymentId(),
                        row.getInt("quantity"),
                        ReservationState.valueOf(row.getString("state"))))
                .optional()
                .orElse(null);
    }

    private void move(Part part, int toStock, int toReserved) {
        jdbc.sql("""
                update product set stock = stock + ?, reserved = reserved + ?
                where bucket = ? and product_id = ?""")
                .params(toStock, toReserved, bucketOf(part.productId()), part.productId())
                .update();
    }

    private Answer noted(Reservation reservation) {
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
        return new Answer.Done(reservation);
    }

    private static int bucketOf(UUID productId) {
        return BucketedIds.bucketOf(productId).number();
    }
}
