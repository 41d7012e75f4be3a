package dev.firstcome.coupon.fold.redis;

import dev.firstcome.model.Decision;
import dev.firstcome.model.Floor;
import dev.firstcome.model.Fold;
import dev.firstcome.model.LateDecision;
import dev.firstcome.model.LogRecord;
import dev.firstcome.model.PartitionState;
import java.util.ArrayList;
import java.util.List;

/** What the reference model makes of a log, from its start or from a floor on. */
final class ModelRun {
    /** The first record that it reads. */
    final int start;

    final PartitionState end;
    private final List<Decision> decisions = new ArrayList<>();
    private final List<List<LateDecision>> late = new ArrayList<>();

    ModelRun(int partition, List<LogRecord> records, Floor floor) {
        Fold fold = new Fold(partition, floor);
        List<LogRecord> read = records.stream()
                .filter(record -> record.offset() >= floor.offset())
                .toList();
        start = records.size() - read.size();
        for (LogRecord record : read) {
            decisions.add(fold.apply(record));
            late.add(fold.late());
        }
        end = fold.state();
    }

    /** Of the log's record with this index, which it has read. */
    Decision decision(int index) {
        return decisions.get(index - start);
    }

    /** The held requests that this record decided. */
    List<LateDecision> late(int index) {
        return late.get(index - start);
    }
}
