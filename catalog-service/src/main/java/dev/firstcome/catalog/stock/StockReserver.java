package dev.firstcome.catalog.stock;

import dev.firstcome.catalog.stock.Reservations.ReservationKey;
import dev.firstcome.catalog.stock.Reservations.Result;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Service;

/** Reserves, confirms and releases stock for payments, and counts each result by operation and outcome. */
@Service
public final class StockReserver {
    private static final String METER = "firstcome.stock.reservations";

    private final Reservations reservations;
    private final MeterRegistry meters;

    StockReserver(Reservations reservations, MeterRegistry meters) {
        this.reservations = reservations;
        this.meters = meters;
    }

    /** An operation of a payment on stock. */
    public enum Operation {
        RESERVE,
        CONFIRM,
        RELEASE
    }

    public Result reserve(ReservationKey key, int quantity) {
        return count(Operation.RESERVE, reservations.reserve(key, quantity));
    }

    public Result confirm(ReservationKey key) {
        return count(Operation.CONFIRM, reservations.confirm(key));
    }

    public Result release(ReservationKey key) {
        return count(Operation.RELEASE, reservations.release(key));
    }

    private Result count(Operation operation, Result result) {
        meters.counter(METER, "step", operation.name(), "outcome", outcome(result))
                .increment();
        return result;
    }

    private static String outcome(Result result) {
        return switch (result) {
            case Result.Applied(var reservation) -> reservation.state().name();
            case Result.OutOfStock(var stock) -> "OUT_OF_STOCK";
            case Result.AlreadyFinal(var state) -> "RESERVATION_ENDED";
            case Result.QuantityMismatch(var reservation) -> "RESERVATION_DIFFERS";
            case Result.NotReserved() -> "NOT_RESERVED";
            case Result.UnknownProduct() -> "NOT_FOUND";
        };
    }
}
