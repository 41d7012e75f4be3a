package dev.firstcome.payment.charge;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.payment.money.Money;
import java.time.Duration;

/** What a turn of asking the provider came to. */
sealed interface Verdict {
    /** Charged, so much. */
    record Captured(Money charged) implements Verdict {}

    /** Not charged, and it cannot be any more. */
    record Declined(PaymentReason reason) implements Verdict {}

    /**
     * Not known.
     *
     * @param failedKey whether the provider has said that making the intent failed, and will say so to its key for a day
     */
    record Unclear(boolean failedKey) implements Verdict {}

    /** The provider was not called. */
    record NotAsked(Duration retryAfter) implements Verdict {}

    /** Somebody else has the turn now. */
    record TurnOver() implements Verdict {}
}
