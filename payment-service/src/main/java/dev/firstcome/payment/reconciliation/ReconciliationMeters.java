package dev.firstcome.payment.reconciliation;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/**
 * Counts runs and differences. All counters are registered at startup with 0, so that the first increment is visible.
 */
@Component
class ReconciliationMeters {
    private static final String DIFFERENCES = "firstcome.payment.reconciliation.differences";
    private static final String RUNS = "firstcome.payment.reconciliation.runs";

    private final MeterRegistry meters;

    ReconciliationMeters(MeterRegistry meters) {
        this.meters = meters;
        for (Difference.Type type : Difference.Type.values()) {
            meters.counter(DIFFERENCES, "type", type.name());
        }
        meters.counter(RUNS, "state", ReconciliationRun.State.DONE.name());
        meters.counter(RUNS, "state", ReconciliationRun.State.FAILED.name());
    }

    /** Counts a difference; each run that finds it counts it once. */
    void countDifference(Difference.Type type) {
        meters.counter(DIFFERENCES, "type", type.name()).increment();
    }

    void countRun(ReconciliationRun.State state) {
        meters.counter(RUNS, "state", state.name()).increment();
    }
}
