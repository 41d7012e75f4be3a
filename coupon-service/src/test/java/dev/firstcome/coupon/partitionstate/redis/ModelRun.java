package dev.firstcome.coupon.partitionstate.redis;

import dev.firstcome.model.Fold;
import dev.firstcome.model.LowWatermark;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.DeferredDecision;
import dev.firstcome.model.state.PartitionState;
import java.util.ArrayList;
import java.util.List;

/** The decisions and the final state of the reference model for a log, from its start or from a low watermark. */
final class ModelRun {
    /** Index of the first record that the model applies. */
    final int start;

    final PartitionState end;
    private final List<Decision> decisions = new ArrayList<>();
    private final List<List<DeferredDecision>> late = new ArrayList<>();

    ModelRun(int partition, List<LogRecord> records, LowWatermark lowWatermark) {
        Fold fold = new Fold(partition, lowWatermark);
        List<LogRecord> read = records.stream()
                .filter(record -> record.offset() >= lowWatermark.offset())
                .toList();
        start = records.size() - read.size();
        for (LogRecord record : read) {
            decisions.add(fold.apply(record));
            late.add(fold.deferredDecisions());
        }
        end = fold.state();
    }

    /** Returns the decision of the record with this index in the log. */
    Decision decision(int index) {
        return decisions.get(index - start);
    }

    /** Returns the decisions of the deferred requests that the record with this index decided. */
    List<DeferredDecision> late(int index) {
        return late.get(index - start);
    }
}
