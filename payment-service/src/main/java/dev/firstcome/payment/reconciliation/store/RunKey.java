package dev.firstcome.payment.reconciliation.store;

import dev.firstcome.payment.reconciliation.ReconciliationRun;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** The primary key of a run's row. */
@Embeddable
record RunKey(short bucket, UUID runId) implements Serializable {
    /** All runs of the service are in one bucket. */
    static RunKey of(UUID runId) {
        return new RunKey((short) ReconciliationRun.BUCKET.number(), runId);
    }
}
