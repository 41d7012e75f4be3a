package dev.firstcome.payment.checkout;

import dev.firstcome.payment.idempotency.IdempotencyKeys;
import org.springframework.stereotype.Component;

/** What an order passes before it is looked at: whether any is taken, what was answered before, and its key. */
@Component
record CheckoutEntry(CheckoutGate gate, Replays replays, IdempotencyKeys keys) {}
