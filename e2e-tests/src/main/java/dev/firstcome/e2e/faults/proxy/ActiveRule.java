package dev.firstcome.e2e.faults.proxy;

import dev.firstcome.e2e.faults.proxy.Impairment.Bandwidth;
import java.util.concurrent.atomic.AtomicLong;

/** One impairment in force at a gate, with what its connections share. */
final class ActiveRule {
    private final Link link;
    private final Impairment impairment;
    private final AtomicLong met = new AtomicLong();
    private final SharedBandwidth there;
    private final SharedBandwidth back;

    ActiveRule(Link link, Impairment impairment) {
        this.link = link;
        this.impairment = impairment;
        long rate = impairment instanceof Bandwidth bandwidth ? bandwidth.bytesPerSecond() : Long.MAX_VALUE;
        this.there = new SharedBandwidth(rate);
        this.back = new SharedBandwidth(rate);
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

    SharedBandwidth line(Direction direction) {
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
