package dev.firstcome.model;

/**
 * What stands at a record's offset.
 *
 * @param fanOut number of the campaign's fan-out record that decided it; 0: its own record
 */
public record Recorded(Decision decision, int fanOut) {}
