package dev.firstcome.catalog.stock;

import dev.firstcome.catalog.stock.Reservations.Answer;
import dev.firstcome.catalog.stock.Reservations.Part;
import dev.firstcome.catalog.stock.StockKeeper.Step;
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
 * Ends what a payment has of each product, once the payment itself has ended: a charge confirms it, everything else gives it
 * back. Products are taken in the order of their ids, as everywhere where more than one is locked. What contradicts the stock
 * is counted and said, and holds nobody up: the payment's end does not change any more, so trying again would not help.
 */
@Service
public final class SettleStock {
    private static final Logger log = LoggerFactory.getLogger(SettleStock.class);
    private static final String METER = "firstcome.stock.contradictions";

    private final StockKeeper stock;
    private final MeterRegistry meters;

    SettleStock(StockKeeper stock, MeterRegistry meters) {
        this.stock = stock;
        this.meters = meters;
        for (Step step : Step.values()) {
            if (step != Step.RESERVE) {
                meters.counter(METER, "step", step.name());
            }
        }
    }

    /** The buckets of the payment's products; none while it has not ended. */
    public Set<Bucket> bucketsOf(PaymentChanged payment) {
        if (stepOf(payment.state()) == null) {
            return Set.of();
        }
        return payment.items().stream()
                .map(item -> BucketedIds.bucketOf(item.productId()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Settles the products of this bucket; must run in a transaction on its shard. */
    public void settle(Bucket bucket, PaymentChanged payment) {
        Step step = stepOf(payment.state());
        if (step == null) {
            return;
        }
        payment.items().stream()
                .filter(item -> bucket.equals(BucketedIds.bucketOf(item.productId())))
                .sorted(Comparator.comparing(item -> item.productId().toString()))
                .forEach(item -> settle(step, payment, item));
    }

    private void settle(Step step, PaymentChanged payment, Item item) {
        Part part = new Part(item.productId(), payment.paymentId());
        Answer answer = step == Step.CONFIRM ? stock.confirm(part) : stock.release(part);
        boolean asTold = answer instanceof Answer.Done(Reservation reservation)
                && (step == Step.RELEASE || reservation.quantity() == item.quantity());
        if (!asTold) {
            meters.counter(METER, "step", step.name()).increment();
            log.error(
                    "payment {} is {}, and to {} {} of product {} was answered {}",
                    payment.paymentId(),
                    payment.state(),
                    step,
                    item.quantity(),
                    item.productId(),
                    answer);
        }
    }

    private static @Nullable Step stepOf(PaymentState state) {
        return switch (state) {
            case CAPTURED -> Step.CONFIRM;
            case DECLINED, REJECTED, CANCELLED, EXPIRED -> Step.RELEASE;
            case REQUESTED, RESERVED, CHARGING, UNKNOWN -> null;
        };
    }
}
