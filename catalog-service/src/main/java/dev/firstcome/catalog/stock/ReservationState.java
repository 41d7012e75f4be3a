package dev.firstcome.catalog.stock;

/** State of a reservation. */
public enum ReservationState {
    RESERVED,
    /** Final. */
    CONFIRMED,
    /** Final. A release before the reservation also leads to this state. */
    RELEASED
}
