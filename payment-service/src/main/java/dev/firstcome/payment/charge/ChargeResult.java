package dev.firstcome.payment.charge;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.payment.money.Money;
import java.time.Duration;

/** The result of one charge attempt at the provider. */
sealed interface ChargeResult {
    record Captured(Money charged) implements ChargeResult {}

    /** The intent is not charged and can never be charged. */
    record Declined(PaymentReason reason) implements ChargeResult {}

    /**
     * The result is not known.
     *
     * @param needsNewKey whether the creation of the intent failed and the provider replays that failure for its key
     */
    record Unknown(boolean needsNewKey) implements ChargeResult {}

    /** The provider was not called. */
    record NotCalled(Duration retryAfter) implements ChargeResult {}

    /** A newer attempt has started. */
    record Superseded() implements ChargeResult {}
}
