package dev.firstcome.psp.card;

import java.time.Clock;

/** Holds the faults that are active for all requests. Thread-safe. */
public final class FaultSwitch {
    private final Clock clock;
    private final Faults defaults;
    private volatile Activation activation;

    /** @param end epoch milliseconds */
    private record Activation(Faults faults, long end) {}

    public FaultSwitch(Clock clock, long answerAfterMillis) {
        this.clock = clock;
        this.defaults = Faults.none(answerAfterMillis);
        this.activation = new Activation(defaults, Long.MAX_VALUE);
    }

    public Faults current() {
        Activation active = activation;
        return clock.millis() < active.end() ? active.faults() : defaults;
    }

    /** Returns the settings without injected faults. */
    public Faults defaults() {
        return defaults;
    }

    public void set(Faults faults) {
        Long duration = faults.forMillis();
        activation = new Activation(faults, duration == null ? Long.MAX_VALUE : clock.millis() + duration);
    }
}
