package dev.firstcome.payment.ledger;

/** The accounts of the ledger. */
public enum Account {
    /** What the provider owes the shop. */
    PROVIDER,
    /** What was sold, before coupons. */
    SALES,
    /** What coupons took off. */
    DISCOUNTS,
    /** What was given back. */
    REFUNDS
}
