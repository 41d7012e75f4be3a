package dev.firstcome.payment.reconciliation;

import dev.firstcome.payment.work.ExpiredRows;
import org.springframework.stereotype.Component;

/** Removes runs that were completed longer ago than the retention period. */
@Component
record ExpiredReconciliationRuns(ReconciliationRuns runs, ReconciliationProperties properties) implements ExpiredRows {
    @Override
    public String description() {
        return "expired reconciliation runs";
    }

    @Override
    public int delete(String shard, int limit) {
        return runs.removeOlderThan(shard, properties.keptFor(), limit);
    }
}
