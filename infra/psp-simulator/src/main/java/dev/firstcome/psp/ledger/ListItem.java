package dev.firstcome.psp.ledger;

/** An item that can be listed by its creation time. */
public interface ListItem {
    String id();

    /** Epoch seconds. */
    long created();
}
