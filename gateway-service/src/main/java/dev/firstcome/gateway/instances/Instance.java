package dev.firstcome.gateway.instances;

import java.net.URI;

/** One instance of a service, with its last known readiness. Thread-safe. */
public final class Instance {
    private final URI address;
    private volatile Readiness readiness = Readiness.READY;
    private long lastPoll;

    Instance(URI address) {
        this.address = address;
    }

    public URI address() {
        return address;
    }

    /** Returns the result of the last readiness poll. */
    public Readiness readiness() {
        return readiness;
    }

    /** Records a poll result. A result of an older poll than the last recorded one is ignored. */
    public synchronized void updateReadiness(Readiness newReadiness, long poll) {
        if (poll >= lastPoll) {
            lastPoll = poll;
            readiness = newReadiness;
        }
    }
}
