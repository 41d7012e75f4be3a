package dev.firstcome.payment.ledger;

import java.util.UUID;

/**
 * The double-entry ledger of payments. Each posting consists of several immutable entries that sum to zero. It is
 * written in the caller's transaction on the payment's shard, together with the state change that it records.
 */
public interface Ledger {
    /**
     * A charge, in the currency's minor unit.
     *
     * @param amount price before the discount
     * @param discount the coupon's discount; the provider charges the amount minus the discount
     */
    record Charge(String currency, long amount, long discount) {}

    /** Posts a charge that the provider has captured. */
    void captured(UUID paymentId, Charge charge);

    /** Posts a refund that the provider has paid out. */
    void refunded(UUID paymentId, String currency, long amount);
}
