package dev.firstcome.platform.signs;

import dev.firstcome.contracts.platform.AlertRaised;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One sign of one subject: what it is, and what of it was told. Looked at by one thread. */
final class Watch {
    private final SignSpec spec;
    private final String subject;
    private final Hysteresis hysteresis;

    /** A counter begins with the process, so what it says when it is first seen has happened since the look before. */
    private double lastCount;

    private Instant lastLook;
    private double value = Double.NaN;
    private volatile boolean raised;
    private volatile boolean isTold = true;
    private Instant toldAt;

    /** @param before when the meters were looked at before this one was there */
    Watch(SignSpec spec, String subject, Instant before) {
        this.spec = spec;
        this.subject = subject;
        this.hysteresis = new Hysteresis(spec.bounds(), before);
        this.lastLook = before;
        this.toldAt = before;
    }

    String name() {
        return spec.name();
    }

    String subject() {
        return subject;
    }

    boolean raised() {
        return raised;
    }

    Gauge measureIn(MeterRegistry meters) {
        return Gauge.builder("firstcome.alert", () -> raised ? 1 : 0)
                .tag("alert", spec.name())
                .tag("subject", subject)
                .register(meters);
    }

    /** Returns whether the sign was raised or cleared by this. */
    boolean look(double measured, Instant now) {
        value = spec.isRate() ? rate(measured, now) : measured;
        boolean turned = hysteresis.look(value, now);
        if (turned) {
            raised = hysteresis.raised();
            isTold = false;
        }
        return turned;
    }

    private double rate(double count, Instant now) {
        double seconds = Duration.between(lastLook, now).toMillis() / 1_000.0;
        double rate = seconds <= 0 ? Double.NaN : (count - lastCount) / seconds;
        lastCount = count;
        lastLook = now;
        return rate;
    }

    boolean mustBeTold(Instant now, Duration again) {
        return !isTold || raised && !now.isBefore(toldAt.plus(again));
    }

    /** What is under way counts as told, until it is known to have failed. */
    void beingTold(Instant now) {
        isTold = true;
        toldAt = now;
    }

    void told(boolean done) {
        if (!done) {
            isTold = false;
        }
    }

    /** Its meter is gone: there is nothing to see any more. Returns whether the sign was cleared by this. */
    boolean lookAtNothing(Instant now) {
        value = 0;
        boolean turned = raised && hysteresis.look(0, now);
        if (turned) {
            raised = hysteresis.raised();
            isTold = false;
        }
        return turned;
    }

    /** Whether nothing remains to be told of it. */
    boolean isOver() {
        return !raised && isTold;
    }

    AlertRaised seen(String source, Instant now, List<String> witnesses) {
        return new AlertRaised(
                spec.name(),
                source,
                subject,
                raised,
                value,
                spec.bounds().raiseAt(),
                spec.bounds().clearAt(),
                spec.unit(),
                hysteresis.since(),
                now,
                witnesses);
    }
}
