package dev.firstcome.e2e.faults.proxy;

import dev.firstcome.e2e.faults.proxy.Impairment.Bandwidth;
import java.util.concurrent.atomic.AtomicLong;

/** An impairment that is active at a listener, with the bandwidth that its connections share. */
final class ActiveRule {
    private final Link link;
    private final Impairment impairment;
    private final AtomicLong connections = new AtomicLong();
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

    boolean appliesTo(String caller) {
        return link.fromAnyone() || link.from().equals(caller);
    }

    SharedBandwidth bandwidth(Direction direction) {
        return direction == Direction.THERE ? there : back;
    }

    void countConnection() {
        connections.incrementAndGet();
    }

    long affectedConnections() {
        return connections.get();
    }

    @Override
    public String toString() {
        return "%s %s, affected %d connections".formatted(link, impairment, connections.get());
    }
}
