package dev.firstcome.payment.reconciliation.store;

import dev.firstcome.payment.reconciliation.ReconciliationRun;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code reconciliation_run}.
 *
 * <p>An SQL statement inserts the row, if no other run is active. SQL statements also own the lease, so it is not mapped.
 * A statement that fails runs with an expired lease increments their version.
 */
@Entity
@Table(name = "reconciliation_run")
@SuppressWarnings("unused") // Hibernate reads all fields
class RunEntity {
    @EmbeddedId
    private RunKey id;

    @Column(updatable = false)
    private Instant fromAt;

    @Column(updatable = false)
    private Instant toAt;

    @Column(updatable = false)
    private boolean scheduled;

    @Enumerated(EnumType.STRING)
    private ReconciliationRun.State state;

    @Column(updatable = false)
    private Instant startedAt;

    private @Nullable Instant endedAt;
    private int intentsSeen;
    private int paymentsSeen;
    private int differences;
    private int resolved;
    private @Nullable String reason;

    @Version
    private long version;

    /** For Hibernate, which sets the fields. */
    protected RunEntity() {}

    boolean isActive() {
        return state == ReconciliationRun.State.RUNNING;
    }

    /** @param failure why the run failed; null: it succeeded */
    void finish(ReconciliationRun.Totals totals, @Nullable String failure, Instant at) {
        state = failure == null ? ReconciliationRun.State.DONE : ReconciliationRun.State.FAILED;
        reason = failure;
        endedAt = at;
        intentsSeen = totals.intentsSeen();
        paymentsSeen = totals.paymentsSeen();
        differences = totals.differences();
        resolved = totals.resolved();
    }

    ReconciliationRun toRun() {
        return new ReconciliationRun(
                id.runId(),
                new ReconciliationRun.Window(fromAt, toAt),
                scheduled,
                state,
                startedAt,
                endedAt,
                new ReconciliationRun.Totals(intentsSeen, paymentsSeen, differences, resolved),
                reason);
    }
}
