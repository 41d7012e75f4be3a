package dev.firstcome.payment.ledger;

/** The accounts of the ledger. */
public enum Account {
    /** Claims against the provider. */
    PROVIDER,
    /** Sales, before discounts. */
    SALES,
    /** Discounts by coupons. */
    DISCOUNTS,
    /** Refunds. */
    REFUNDS
}
