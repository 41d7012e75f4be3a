package dev.firstcome.payment.checkout;

import dev.firstcome.payment.idempotency.IdempotencyKeys;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Claim;
import dev.firstcome.payment.idempotency.IdempotencyKeys.IdempotentRequest;
import dev.firstcome.payment.idempotency.IdempotencyKeys.KeyLease;
import dev.firstcome.payment.shop.DownstreamUnavailableException;
import dev.firstcome.platform.ids.BucketedIds;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Accepts an order once for each idempotency key. First the key is claimed and committed, so that concurrent requests
 * learn the payment's id. Then the order is priced without an open transaction. Finally one transaction stores payment,
 * event and response, if the lease is still valid.
 */
@Service
public final class Checkout {
    private static final Logger log = LoggerFactory.getLogger(Checkout.class);

    private final CheckoutGate gate;
    private final ResponseReplayer replayer;
    private final IdempotencyKeys keys;
    private final OrderPricer pricer;
    private final PaymentCreator creator;
    private final BucketedIds ids;

    Checkout(
            CheckoutGate gate,
            ResponseReplayer replayer,
            IdempotencyKeys keys,
            OrderPricer pricer,
            PaymentCreator creator,
            BucketedIds ids) {
        this.gate = gate;
        this.replayer = replayer;
        this.keys = keys;
        this.pricer = pricer;
        this.creator = creator;
        this.ids = ids;
    }

    public CheckoutOutcome submit(Order order, IdempotentRequest request) {
        Optional<CheckoutOutcome> closed = gate.closed(order.userId());
        if (closed.isPresent()) {
            return replayer.replay(request)
                    .<CheckoutOutcome>map(response -> new CheckoutOutcome.Answered(response, true))
                    .orElse(closed.get());
        }
        UUID newId = ids.next(BucketedIds.bucketOf(order.userId()));
        return switch (keys.claim(request, newId, creator.leaseDuration())) {
            case Claim.Completed(var response) -> new CheckoutOutcome.Answered(response, true);
            case Claim.InProgress(var paymentId) -> new CheckoutOutcome.Busy(paymentId);
            case Claim.Mismatch() -> new CheckoutOutcome.Mismatch();
            case Claim.Acquired(var lease) -> process(order, lease);
        };
    }

    private CheckoutOutcome process(Order order, KeyLease lease) {
        try {
            return switch (pricer.price(order)) {
                case OrderPricer.Result.Priced(var terms) -> creator.create(order, terms, lease);
                case OrderPricer.Result.Refused(var refusal) -> creator.refuse(refusal, lease);
            };
        } catch (DownstreamUnavailableException unavailable) {
            log.warn("order for payment {} cannot be priced: {}", lease.resourceId(), unavailable.getMessage());
            keys.release(lease);
            return new CheckoutOutcome.ShopDown();
        }
    }
}
