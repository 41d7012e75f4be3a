package dev.firstcome.payment.ledger;

import java.util.UUID;

/**
 * Where the money is: each movement is a posting of several entries that sum to zero, written in the transaction that makes
 * it true and never changed. Calls must run in a transaction of the payment's shard.
 */
public interface Ledger {
    /**
     * What was charged, in the currency's minor unit.
     *
     * @param discount what a coupon took off: the provider has the amount less this
     */
    record Charge(String currency, long amount, long discount) {}

    /** The provider has taken the money. */
    void captured(UUID paymentId, Charge charge);

    /** The provider has given so much back. */
    void refunded(UUID paymentId, String currency, long amount);
}
