package dev.firstcome.payment.checkout;

import dev.firstcome.payment.idempotency.IdempotencyKeys;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Call;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Claim;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Work;
import dev.firstcome.payment.shop.ShopAway;
import dev.firstcome.platform.ids.BucketedIds;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Takes an order in, once under each key, however often it comes. First the key is claimed and committed, so that whoever
 * comes meanwhile can be told where to look; then the order is priced with no transaction open; then payment, event and
 * answer become true together, if the claim still holds.
 */
@Service
public final class Checkout {
    private static final Logger log = LoggerFactory.getLogger(Checkout.class);

    private final CheckoutGate gate;
    private final Replays replays;
    private final IdempotencyKeys keys;
    private final Pricing pricing;
    private final OrderIntake intake;
    private final BucketedIds ids;

    Checkout(CheckoutEntry entry, Pricing pricing, OrderIntake intake, BucketedIds ids) {
        this.gate = entry.gate();
        this.replays = entry.replays();
        this.keys = entry.keys();
        this.pricing = pricing;
        this.intake = intake;
        this.ids = ids;
    }

    public CheckoutOutcome take(Order order, Call call) {
        Optional<CheckoutOutcome> shut = gate.shut(order.userId());
        if (shut.isPresent()) {
            return replays.of(call)
                    .<CheckoutOutcome>map(answer -> new CheckoutOutcome.Answered(answer, true))
                    .orElse(shut.get());
        }
        UUID fresh = ids.next(BucketedIds.bucketOf(order.userId()));
        return switch (keys.claim(call, fresh, intake.lease())) {
            case Claim.Done(var answer) -> new CheckoutOutcome.Answered(answer, true);
            case Claim.Busy(var paymentId) -> new CheckoutOutcome.Busy(paymentId);
            case Claim.Mismatch() -> new CheckoutOutcome.Mismatch();
            case Claim.Mine(var work) -> work(order, work);
        };
    }

    private CheckoutOutcome work(Order order, Work work) {
        try {
            return switch (pricing.price(order)) {
                case Pricing.Priced.Terms(var terms) -> intake.take(order, terms, work);
                case Pricing.Priced.No(var refusal) -> intake.refuse(refusal, work);
            };
        } catch (ShopAway away) {
            log.warn("an order cannot be priced: {}", away.getMessage());
            keys.giveBack(work);
            return new CheckoutOutcome.ShopDown();
        }
    }
}
