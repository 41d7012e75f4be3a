package dev.firstcome.payment.reconciliation;

import dev.firstcome.payment.work.OldRows;
import org.springframework.stereotype.Component;

/** Runs that have ended long ago. */
@Component
record OldRuns(Runs runs, ReconciliationProperties properties) implements OldRows {
    @Override
    public String what() {
        return "old reconciliations";
    }

    @Override
    public int remove(String shard, int most) {
        return runs.removeOlderThan(shard, properties.keptFor(), most);
    }
}
