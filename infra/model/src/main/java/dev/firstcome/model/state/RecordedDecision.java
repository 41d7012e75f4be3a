package dev.firstcome.model.state;

/**
 * The decision that is recorded at the offset of a record.
 *
 * @param fanOut the number of the campaign's fan-out record that decided the request; 0 if its own record decided it
 */
public record RecordedDecision(Decision decision, int fanOut) {}
