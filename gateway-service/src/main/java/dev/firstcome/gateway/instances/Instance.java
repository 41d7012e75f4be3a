package dev.firstcome.gateway.instances;

import java.net.URI;

/** One process of a service. */
public final class Instance {
    private final URI address;
    private volatile boolean ready = true;
    private long answered;

    Instance(URI address) {
        this.address = address;
    }

    public URI address() {
        return address;
    }

    /** Whether it took calls when it was last asked; one that was never asked is believed to. */
    public boolean ready() {
        return ready;
    }

    /** Notes an answer; one to an earlier question than the last that was answered says nothing any more. */
    public synchronized void ready(boolean now, long question) {
        if (question >= answered) {
            answered = question;
            ready = now;
        }
    }
}
