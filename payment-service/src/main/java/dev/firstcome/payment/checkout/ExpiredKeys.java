package dev.firstcome.payment.checkout;

import dev.firstcome.payment.idempotency.IdempotencyKeys;
import dev.firstcome.payment.work.ExpiredRows;
import org.springframework.stereotype.Component;

/** Idempotency keys whose retention has ended. */
@Component
record ExpiredKeys(IdempotencyKeys keys, CheckoutProperties properties) implements ExpiredRows {
    @Override
    public String description() {
        return "expired idempotency keys";
    }

    @Override
    public int delete(String shard, int limit) {
        return keys.removeOlderThan(shard, properties.keysKept(), limit);
    }
}
