package dev.firstcome.e2e.faults.proxy;

import dev.firstcome.e2e.faults.proxy.Impairment.Bandwidth;
import java.util.concurrent.atomic.AtomicLong;

/** One impairment in force at a gate, with what its connections share. */
final class Rule {
    private final Link link;
    private final Impairment impairment;
    private final AtomicLong met = new AtomicLong();
    private final Line there;
    private final Line back;

    Rule(Link link, Impairment impairment) {
        this.link = link;
        this.impairment = impairment;
        long rate = impairment instanceof Bandwidth bandwidth ? bandwidth.bytesPerSecond() : Long.MAX_VALUE;
        this.there = new Line(rate);
        this.back = new Line(rate);
    }

    Link link() {
        return link;
    }

    Impairment impairment() {
        return impairment;
    }

    boolean concerns(String caller) {
        return link.fromAnyone() || link.from().equals(caller);
    }

    Line line(Direction direction) {
        return direction == Direction.THERE ? there : back;
    }

    void meets() {
        met.incrementAndGet();
    }

    long met() {
        return met.get();
    }

    @Override
    public String toString() {
        return "%s %s, met %d".formatted(link, impairment, met.get());
    }
}
