package dev.firstcome.payment.reconciliation;

import dev.firstcome.payment.work.ExpiredRows;
import org.springframework.stereotype.Component;

/** Removes differences that were resolved longer ago than the retention period. */
@Component
record ExpiredDifferences(Differences differences, ReconciliationProperties properties) implements ExpiredRows {
    @Override
    public String description() {
        return "resolved differences";
    }

    @Override
    public int delete(String shard, int limit) {
        return differences.removeOlderThan(shard, properties.keptFor(), limit);
    }
}
