package dev.firstcome.contracts.switches;

/** The values of a switch that admits or rejects work. */
public enum Gate {
    OPEN,
    CLOSED
}
