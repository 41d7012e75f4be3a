package dev.firstcome.payment.checkout;

import dev.firstcome.payment.idempotency.Fingerprint;
import dev.firstcome.payment.idempotency.IdempotencyKeys;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Answer;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Work;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentMoves;
import dev.firstcome.payment.payment.Payments;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The end of a call's work under its key: payment, event and answer in one transaction, or a kept refusal. */
@Component
class OrderIntake {
    private final Shards shards;
    private final IdempotencyKeys keys;
    private final PaymentMoves moves;
    private final CheckoutTexts texts;
    private final CheckoutProperties properties;
    private final UserTurns turns = new UserTurns();

    OrderIntake(
            Shards shards,
            IdempotencyKeys keys,
            PaymentMoves moves,
            CheckoutTexts texts,
            CheckoutProperties properties) {
        this.shards = shards;
        this.keys = keys;
        this.moves = moves;
        this.texts = texts;
        this.properties = properties;
    }

    Duration lease() {
        return properties.lease();
    }

    CheckoutOutcome refuse(CheckoutRefusal refusal, Work work) {
        Answer answer = texts.refused(refusal);
        return keys.finishAlone(work, answer)
                ? new CheckoutOutcome.Answered(answer, false)
                : new CheckoutOutcome.Busy(work.resourceId());
    }

    CheckoutOutcome take(Order order, Payment.Terms terms, Work work) {
        byte[] basket = Fingerprint.sha256(describe(order, terms));
        Payments.Fresh fresh =
                new Payments.Fresh(work.resourceId(), order.userId(), terms, basket, properties.wakenedWithin());
        Answer answer = texts.accepted(work.resourceId(), terms.price());
        return turns.inTurn(
                order.userId(),
                () -> shards.transact(BucketedIds.bucketOf(order.userId()), () -> {
                    Optional<UUID> twin =
                            order.confirmed() ? Optional.empty() : moves.twin(fresh, properties.twinWithin());
                    if (twin.isPresent()) {
                        keys.forget(work);
                        return new CheckoutOutcome.DuplicateSuspected(twin.get());
                    }
                    if (!keys.finish(work, answer)) {
                        return new CheckoutOutcome.Busy(work.resourceId());
                    }
                    moves.add(fresh);
                    return new CheckoutOutcome.Answered(answer, false);
                }));
    }

    /** The same items for the same total, in whatever order and by whatever card. */
    private static String describe(Order order, Payment.Terms terms) {
        return order.lines().stream()
                        .sorted(Comparator.comparing(Order.Line::productId))
                        .map(line -> line.productId() + "*" + line.quantity())
                        .collect(Collectors.joining(","))
                + "=" + terms.price().total() + terms.price().currency();
    }
}
