package dev.firstcome.payment.reconciliation;

import dev.firstcome.payment.work.OldRows;
import org.springframework.stereotype.Component;

/** Differences that have been no more for long. */
@Component
record OldDifferences(Differences differences, ReconciliationProperties properties) implements OldRows {
    @Override
    public String what() {
        return "differences that were resolved";
    }

    @Override
    public int remove(String shard, int most) {
        return differences.removeOlderThan(shard, properties.keptFor(), most);
    }
}
