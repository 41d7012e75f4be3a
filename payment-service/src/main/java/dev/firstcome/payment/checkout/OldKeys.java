package dev.firstcome.payment.checkout;

import dev.firstcome.payment.idempotency.IdempotencyKeys;
import dev.firstcome.payment.work.OldRows;
import org.springframework.stereotype.Component;

/** Keys whose answers were kept for long enough. */
@Component
record OldKeys(IdempotencyKeys keys, CheckoutProperties properties) implements OldRows {
    @Override
    public String what() {
        return "old keys";
    }

    @Override
    public int remove(String shard, int most) {
        return keys.removeOlderThan(shard, properties.keysKept(), most);
    }
}
