package dev.firstcome.gateway.instances;

import java.net.URI;

/** One process of a service. */
public final class Instance {
    private final URI address;
    private volatile boolean ready = true;

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

    public void ready(boolean now) {
        ready = now;
    }
}
