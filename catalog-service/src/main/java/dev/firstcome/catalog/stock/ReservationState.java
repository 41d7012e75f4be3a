package dev.firstcome.catalog.stock;

/** What has become of a payment's wish for a product. */
public enum ReservationState {
    RESERVED,
    /** For good. */
    CONFIRMED,
    /** For good, also where there was no reservation before. */
    RELEASED
}
