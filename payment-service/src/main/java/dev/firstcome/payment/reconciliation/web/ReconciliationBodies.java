package dev.firstcome.payment.reconciliation.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.payment.reconciliation.Difference;
import dev.firstcome.payment.reconciliation.ReconciliationRun;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** JSON bodies of runs and differences. */
final class ReconciliationBodies {
    private ReconciliationBodies() {}

    /**
     * A request to start a run.
     *
     * @param from null: the default length before the end
     * @param to null: now
     * @param reason the reason for the audit trail
     */
    record NewRun(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String reason) {}

    /** A run. Its totals are 0 until it is complete. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RunBody(
            UUID runId,
            ReconciliationRun.State state,
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
        static RunBody of(ReconciliationRun run) {
            return new RunBody(
                    run.id(),
                    run.state(),
                    run.window().from(),
                    run.window().to(),
                    run.scheduled(),
                    run.startedAt(),
                    run.endedAt(),
                    run.totals().intentsSeen(),
                    run.totals().paymentsSeen(),
                    run.totals().differences(),
                    run.totals().resolved(),
                    run.reason());
        }
    }

    record RunsBody(List<RunBody> items) {}

    /** A difference; {@code runId} is the last run that found it. */
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
            Difference.Observation observation = difference.observation();
            return new DifferenceBody(
                    difference.id(),
                    observation.type(),
                    difference.state(),
                    observation.paymentId(),
                    observation.intentId(),
                    observation.local(),
                    observation.remote(),
                    difference.runId(),
                    difference.foundAt(),
                    difference.seenAt(),
                    difference.resolvedAt());
        }
    }
}
