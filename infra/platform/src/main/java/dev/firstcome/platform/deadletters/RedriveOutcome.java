package dev.firstcome.platform.deadletters;

/** What came of the wish to send a dead letter again. */
public sealed interface RedriveOutcome {
    /** Kafka has it again. */
    record Sent(SentAgain how) implements RedriveOutcome {}

    /** It was sent before, by this or another dead letter of the same record; nothing was sent now. */
    record SentBefore(SentAgain how) implements RedriveOutcome {}

    /** It is not kept, or not looked after here. */
    record NotThere() implements RedriveOutcome {}

    /** Its place in its log has an outcome, for ever. */
    record Decided() implements RedriveOutcome {}

    /** Consumers do not remember that far back, so they would refuse it. */
    record TooOld(long days) implements RedriveOutcome {}

    /** It does not say when it happened, so nobody can tell whether it is too old. */
    record Timeless() implements RedriveOutcome {}

    /** It names no record of its topic, or one that says something else: nobody but the topic's owner may add to it. */
    record NotItsOriginal() implements RedriveOutcome {}
}
