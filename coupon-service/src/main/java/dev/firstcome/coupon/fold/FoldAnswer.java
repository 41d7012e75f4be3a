package dev.firstcome.coupon.fold;

import java.util.List;

/** What became of a batch. Everything but {@link Applied} changed nothing. */
public sealed interface FoldAnswer {
    /** One outcome for each record of the batch, in its order; of records applied before, the recorded one. */
    record Applied(List<Outcome> outcomes) implements FoldAnswer {}

    /** The state is behind the caller: it lost what was applied. */
    record Gap() implements FoldAnswer {}

    /** The state stands at an offset which is not in the caller's log. */
    record Fork(long applied) implements FoldAnswer {}

    /** A recorded outcome that is needed was dropped. */
    record Stale(long offset) implements FoldAnswer {}

    /** Another epoch is live. */
    record OtherEpoch() implements FoldAnswer {}

    /** The state was made from another topic. */
    record OtherTopic(String topicId) implements FoldAnswer {}

    /** The record at this offset needs rules that this version does not have. */
    record UnknownRules(long offset) implements FoldAnswer {}
}
