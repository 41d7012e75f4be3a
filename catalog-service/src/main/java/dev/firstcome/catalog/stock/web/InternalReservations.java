package dev.firstcome.catalog.stock.web;

import dev.firstcome.catalog.stock.Reservation;
import dev.firstcome.catalog.stock.ReservationState;
import dev.firstcome.catalog.stock.Reservations.Answer;
import dev.firstcome.catalog.stock.Reservations.Part;
import dev.firstcome.catalog.stock.StockKeeper;
import dev.firstcome.platform.problems.Problem;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Stock for payments. Every call may be repeated, and what it says then is the same. */
@RestController
@RequestMapping("/internal/products/{productId}/reservations/{paymentId}")
class InternalReservations {
    private final StockKeeper stock;

    InternalReservations(StockKeeper stock) {
        this.stock = stock;
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
            throw Problem.invalid("quantity", "1 to " + Reservation.QUANTITY_MAX);
        }
        return answer(stock.reserve(new Part(productId, paymentId), quantity));
    }

    @PostMapping("/confirm")
    ReservationBody confirm(@PathVariable UUID productId, @PathVariable UUID paymentId) {
        return answer(stock.confirm(new Part(productId, paymentId)));
    }

    @PostMapping("/release")
    ReservationBody release(@PathVariable UUID productId, @PathVariable UUID paymentId) {
        return answer(stock.release(new Part(productId, paymentId)));
    }

    private static ReservationBody answer(Answer answer) {
        return switch (answer) {
            case Answer.Done(var reservation) -> ReservationBody.of(reservation);
            case Answer.OutOfStock(var left) -> throw conflict("OUT_OF_STOCK").with("stock", left);
            case Answer.Ended(var state) -> throw conflict("RESERVATION_ENDED").with("state", state);
            case Answer.Differs(var reservation) ->
                throw conflict("RESERVATION_DIFFERS")
                        .with("quantity", reservation.quantity())
                        .with("state", reservation.state());
            case Answer.NotReserved() -> throw conflict("NOT_RESERVED");
            case Answer.UnknownProduct() -> throw Problem.notFound();
        };
    }

    private static Problem conflict(String code) {
        return Problem.of(HttpStatus.CONFLICT, code);
    }
}
