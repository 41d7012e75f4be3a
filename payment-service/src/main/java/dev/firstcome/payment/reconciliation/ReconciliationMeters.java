package dev.firstcome.payment.reconciliation;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** What is counted of runs. Each kind is there from the start, at zero, so that the first one is seen as a rise. */
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
        meters.counter(RUNS, "state", Run.State.DONE.name());
        meters.counter(RUNS, "state", Run.State.FAILED.name());
    }

    /** Each run that finds it counts it again. */
    void found(Difference.Type type) {
        meters.counter(DIFFERENCES, "type", type.name()).increment();
    }

    void ended(Run.State state) {
        meters.counter(RUNS, "state", state.name()).increment();
    }
}
