package dev.firstcome.coupon.partitionstate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of applying a batch or a step. Only {@link Applied} changed the state. */
public sealed interface ApplyResult {
    /**
     * The outcomes of the records, in the order of the batch. A record that was already applied has its recorded
     * outcome. If there are fewer outcomes than records, the next record decides deferred requests or purges a
     * campaign. It must be the first record of the next call. A step has one outcome for each of its requests.
     */
    record Applied(List<Outcome> outcomes) implements ApplyResult {}

    /**
     * The first record of the batch decides the deferred requests with these arrival numbers. The first {@code done} of
     * them are decided. The record must be applied in steps.
     *
     * @param seed seed of the draw that gives the order, in lower-case hex; null for the order of arrival
     */
    record FanOut(
            long first, long last, long done, @Nullable String seed) implements ApplyResult {
        public long count() {
            return last - first + 1;
        }
    }

    /** The deferred requests of the state differ from those of the step. */
    record OtherRequests() implements ApplyResult {}

    /** The state is behind the caller, because it lost applied records. */
    record Gap() implements ApplyResult {}

    /** The state ends at an offset that is not in the caller's log. */
    record Fork(long applied) implements ApplyResult {}

    /** A required outcome is truncated or purged. */
    record Stale(long offset) implements ApplyResult {}

    /** Another epoch is live. */
    record OtherEpoch() implements ApplyResult {}

    /** The state was built from another topic. */
    record OtherTopic(String topicId) implements ApplyResult {}

    /** The record at this offset requires rules that this version does not have. */
    record UnknownRules(long offset) implements ApplyResult {}
}
