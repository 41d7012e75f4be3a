package dev.firstcome.psp.ledger;

/** What can be listed by the time of its making. */
public interface Listed {
    String id();

    /** Seconds of the epoch. */
    long created();
}
