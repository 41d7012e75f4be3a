package dev.firstcome.gateway.instances;

import java.net.URI;

/** One process of a service. */
public final class Instance {
    private final URI address;
    private volatile Readiness readiness = Readiness.READY;
    private long answered;

    Instance(URI address) {
        this.address = address;
    }

    public URI address() {
        return address;
    }

    /** What it said when it was last asked. */
    public Readiness readiness() {
        return readiness;
    }

    /** Notes an answer; one to an earlier question than the last that was answered says nothing any more. */
    public synchronized void said(Readiness now, long question) {
        if (question >= answered) {
            answered = question;
            readiness = now;
        }
    }
}
