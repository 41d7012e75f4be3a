package dev.firstcome.catalog.stock;

import dev.firstcome.catalog.stock.Reservations.Answer;
import dev.firstcome.catalog.stock.Reservations.Part;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Service;

/** Gives stock to payments and takes it back, and counts what was answered to how many. */
@Service
public final class StockKeeper {
    private static final String METER = "firstcome.stock.reservations";

    private final Reservations reservations;
    private final MeterRegistry meters;

    StockKeeper(Reservations reservations, MeterRegistry meters) {
        this.reservations = reservations;
        this.meters = meters;
    }

    /** What a payment can do with stock. */
    public enum Step {
        RESERVE,
        CONFIRM,
        RELEASE
    }

    public Answer reserve(Part part, int quantity) {
        return counted(Step.RESERVE, reservations.reserve(part, quantity));
    }

    public Answer confirm(Part part) {
        return counted(Step.CONFIRM, reservations.confirm(part));
    }

    public Answer release(Part part) {
        return counted(Step.RELEASE, reservations.release(part));
    }

    private Answer counted(Step step, Answer answer) {
        meters.counter(METER, "step", step.name(), "outcome", outcome(answer)).increment();
        return answer;
    }

    private static String outcome(Answer answer) {
        return switch (answer) {
            case Answer.Done(var reservation) -> reservation.state().name();
            case Answer.OutOfStock(var left) -> "OUT_OF_STOCK";
            case Answer.Ended(var state) -> "RESERVATION_ENDED";
            case Answer.Differs(var reservation) -> "RESERVATION_DIFFERS";
            case Answer.NotReserved() -> "NOT_RESERVED";
            case Answer.UnknownProduct() -> "NOT_FOUND";
        };
    }
}
