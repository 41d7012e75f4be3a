package dev.firstcome.catalog.stock;

import dev.firstcome.catalog.stock.Reservations.ReservationKey;
import dev.firstcome.catalog.stock.Reservations.Result;
import dev.firstcome.catalog.stock.StockReserver.Operation;
import dev.firstcome.contracts.payment.PaymentChanged;
import dev.firstcome.contracts.payment.PaymentChanged.Item;
import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Finalizes the reservations of a payment that has a final state: a captured payment confirms them, any other final
 * state releases them. Lock order: products are locked in the order of their ids. A contradiction between payment and
 * stock is counted and logged, and does not block the consumer: the final state cannot change, so a retry would not
 * help.
 */
@Service
public final class ReservationFinalizer {
    private static final Logger log = LoggerFactory.getLogger(ReservationFinalizer.class);
    private static final String METER = "firstcome.stock.contradictions";

    private final StockReserver reserver;
    private final MeterRegistry meters;

    ReservationFinalizer(StockReserver reserver, MeterRegistry meters) {
        this.reserver = reserver;
        this.meters = meters;
        for (Operation operation : Operation.values()) {
            if (operation != Operation.RESERVE) {
                meters.counter(METER, "step", operation.name());
            }
        }
    }

    /** Returns the buckets of the payment's products; empty before the payment has a final state. */
    public Set<Bucket> bucketsOf(PaymentChanged payment) {
        if (operationFor(payment.state()) == null) {
            return Set.of();
        }
        return payment.items().stream()
                .map(item -> BucketedIds.bucketOf(item.productId()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Finalizes the reservations in this bucket. Callers must be in a transaction on the shard of the bucket. */
    public void finalizeReservations(Bucket bucket, PaymentChanged payment) {
        Operation operation = operationFor(payment.state());
        if (operation == null) {
            return;
        }
        payment.items().stream()
                .filter(item -> bucket.equals(BucketedIds.bucketOf(item.productId())))
                .sorted(Comparator.comparing(item -> item.productId().toString()))
                .forEach(item -> finalizeReservation(operation, payment, item));
    }

    private void finalizeReservation(Operation operation, PaymentChanged payment, Item item) {
        ReservationKey key = new ReservationKey(item.productId(), payment.paymentId());
        Result result = operation == Operation.CONFIRM ? reserver.confirm(key) : reserver.release(key);
        boolean consistent = result instanceof Result.Applied(Reservation reservation)
                && (operation == Operation.RELEASE || reservation.quantity() == item.quantity());
        if (!consistent) {
            meters.counter(METER, "step", operation.name()).increment();
            log.error(
                    "stock contradicts payment: payment {} is {}, but {} of {} units of product {} returned {}",
                    payment.paymentId(),
                    payment.state(),
                    operation,
                    item.quantity(),
                    item.productId(),
                    result);
        }
    }

    private static @Nullable Operation operationFor(PaymentState state) {
        return switch (state) {
            case CAPTURED -> Operation.CONFIRM;
            case DECLINED, REJECTED, CANCELLED, EXPIRED -> Operation.RELEASE;
            case REQUESTED, RESERVED, CHARGING, UNKNOWN -> null;
        };
    }
}
