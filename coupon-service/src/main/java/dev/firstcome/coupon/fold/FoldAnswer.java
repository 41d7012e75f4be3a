package dev.firstcome.coupon.fold;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a batch. Everything but {@link Applied} changed nothing. */
public sealed interface FoldAnswer {
    /**
     * One outcome for each record of the batch, in its order; of records applied before, the recorded one. If there are
     * fewer outcomes than records, the next record decides deferred requests or purges a campaign and must be the first
     * record of the next call. A step has one outcome for each of its requests.
     */
    record Applied(List<Outcome> outcomes) implements FoldAnswer {}

    /**
     * The batch's first record decides the deferred requests with these arrival numbers, of which {@code done} are
     * decided. It is applied in steps.
     *
     * @param seed seed of the draw that gives the order, in lower-case hex; null for the order of arrival
     */
    record FanOut(
            long first, long last, long done, @Nullable String seed) implements FoldAnswer {
        public long count() {
            return last - first + 1;
        }
    }

    /** The deferred requests of the state differ from those of the step. */
    record OtherRequests() implements FoldAnswer {}

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
