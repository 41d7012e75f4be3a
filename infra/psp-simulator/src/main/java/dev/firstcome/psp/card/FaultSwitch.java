package dev.firstcome.psp.card;

import java.time.Clock;

/** The faults that are on now. */
public final class FaultSwitch {
    private final Clock clock;
    private final Faults usual;
    private volatile Switched switched;

    /** @param end milliseconds of the epoch */
    private record Switched(Faults faults, long end) {}

    public FaultSwitch(Clock clock, long answerAfterMillis) {
        this.clock = clock;
        this.usual = Faults.none(answerAfterMillis);
        this.switched = new Switched(usual, Long.MAX_VALUE);
    }

    public Faults now() {
        Switched current = switched;
        return clock.millis() < current.end() ? current.faults() : usual;
    }

    /** Without faults: how calls are answered when nothing else is wished. */
    public Faults usual() {
        return usual;
    }

    public void set(Faults faults) {
        Long length = faults.forMillis();
        switched = new Switched(faults, length == null ? Long.MAX_VALUE : clock.millis() + length);
    }
}
