package dev.firstcome.catalog.stock.web;

import dev.firstcome.catalog.stock.Reservation;
import dev.firstcome.catalog.stock.ReservationState;
import dev.firstcome.catalog.stock.Reservations.ReservationKey;
import dev.firstcome.catalog.stock.Reservations.Result;
import dev.firstcome.catalog.stock.StockReserver;
import dev.firstcome.platform.problems.ProblemException;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Stock reservations for payment-service. All calls are idempotent: a repeated call returns the same result. */
@RestController
@RequestMapping("/internal/products/{productId}/reservations/{paymentId}")
class InternalReservationController {
    private final StockReserver reserver;

    InternalReservationController(StockReserver reserver) {
        this.reserver = reserver;
    }

    record ReservationBody(UUID productId, UUID paymentId, int quantity, ReservationState state) {
        static ReservationBody of(Reservation reservation) {
            return new ReservationBody(
                    reservation.productId(), reservation.paymentId(), reservation.quantity(), reservation.state());
        }
    }

    @PutMapping
    ReservationBody reserve(@PathVariable UUID productId, @PathVariable UUID paymentId, @RequestParam int quantity) {
        if (quantity < 1 || quantity > Reservation.QUANTITY_MAX) {
            throw ProblemException.invalid("quantity", "1 to " + Reservation.QUANTITY_MAX);
        }
        return toBody(reserver.reserve(new ReservationKey(productId, paymentId), quantity));
    }

    @PostMapping("/confirm")
    ReservationBody confirm(@PathVariable UUID productId, @PathVariable UUID paymentId) {
        return toBody(reserver.confirm(new ReservationKey(productId, paymentId)));
    }

    @PostMapping("/release")
    ReservationBody release(@PathVariable UUID productId, @PathVariable UUID paymentId) {
        return toBody(reserver.release(new ReservationKey(productId, paymentId)));
    }

    private static ReservationBody toBody(Result result) {
        return switch (result) {
            case Result.Applied(var reservation) -> ReservationBody.of(reservation);
            case Result.OutOfStock(var stock) -> throw conflict("OUT_OF_STOCK").with("stock", stock);
            case Result.AlreadyFinal(var state) ->
                throw conflict("RESERVATION_ENDED").with("state", state);
            case Result.QuantityMismatch(var reservation) ->
                throw conflict("RESERVATION_DIFFERS")
                        .with("quantity", reservation.quantity())
                        .with("state", reservation.state());
            case Result.NotReserved() -> throw conflict("NOT_RESERVED");
            case Result.UnknownProduct() -> throw ProblemException.notFound();
        };
    }

    private static ProblemException conflict(String code) {
        return ProblemException.of(HttpStatus.CONFLICT, code);
    }
}
