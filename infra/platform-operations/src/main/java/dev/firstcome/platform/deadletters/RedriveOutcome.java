package dev.firstcome.platform.deadletters;

/** The result of a redrive command. */
public sealed interface RedriveOutcome {
    /** Kafka has acknowledged the record. */
    record Redriven(RedrivenRecord how) implements RedriveOutcome {}

    /** The record was redriven before, by this or another of its dead letters. Nothing was sent now. */
    record AlreadyRedriven(RedrivenRecord how) implements RedriveOutcome {}

    /** The dead letter does not exist, or another service owns its topic. */
    record NotFound() implements RedriveOutcome {}

    /** The position of the record in its log has a final result. */
    record Decided() implements RedriveOutcome {}

    /** The inboxes no longer contain events of this age, so every consumer would reject the event. */
    record TooOld(long days) implements RedriveOutcome {}

    /** The record has no event time, so its age is unknown. */
    record WithoutTime() implements RedriveOutcome {}

    /** The dead letter has no original in its topic, or differs from it. Only the original may be sent. */
    record NotOriginal() implements RedriveOutcome {}
}
