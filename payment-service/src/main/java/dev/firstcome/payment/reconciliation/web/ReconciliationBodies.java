package dev.firstcome.payment.reconciliation.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.payment.reconciliation.Difference;
import dev.firstcome.payment.reconciliation.Run;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is sent and shown of runs and differences. */
final class ReconciliationBodies {
    private ReconciliationBodies() {}

    /**
     * The wish for a run.
     *
     * @param from null: as long before the end as usual
     * @param to null: now
     * @param reason why; for the audit trail
     */
    record NewRun(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String reason) {}

    /** A run; what it has seen and found is told once it is done. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RunBody(
            UUID runId,
            Run.State state,
            Instant from,
            Instant to,
            boolean scheduled,
            Instant startedAt,
            @Nullable Instant endedAt,
            int intentsSeen,
            int paymentsSeen,
            int differences,
            int resolved,
            @Nullable String reason) {
        static RunBody of(Run run) {
            return new RunBody(
                    run.id(),
                    run.state(),
                    run.window().from(),
                    run.window().to(),
                    run.scheduled(),
                    run.startedAt(),
                    run.endedAt(),
                    run.tally().intentsSeen(),
                    run.tally().paymentsSeen(),
                    run.tally().differences(),
                    run.tally().resolved(),
                    run.reason());
        }
    }

    record RunsBody(List<RunBody> items) {}

    /** A difference; {@code runId} is the run that saw it last. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DifferenceBody(
            UUID differenceId,
            Difference.Type type,
            Difference.State state,
            @Nullable UUID paymentId,
            @Nullable String intentId,
            String here,
            String there,
            UUID runId,
            Instant foundAt,
            Instant seenAt,
            @Nullable Instant resolvedAt) {
        static DifferenceBody of(Difference difference) {
            Difference.Seen seen = difference.seen();
            return new DifferenceBody(
                    difference.id(),
                    seen.type(),
                    difference.state(),
                    seen.paymentId(),
                    seen.intentId(),
                    seen.here(),
                    seen.there(),
                    difference.runId(),
                    difference.foundAt(),
                    difference.seenAt(),
                    difference.resolvedAt());
        }
    }
}
