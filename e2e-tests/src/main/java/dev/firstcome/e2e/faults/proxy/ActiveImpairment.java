package dev.firstcome.e2e.faults.proxy;

/** An impairment that is active until it is closed. */
public interface ActiveImpairment extends AutoCloseable {
    /** Returns the number of connections affected so far. A fault without any proves nothing. */
    long affectedConnections();

    /** Heals the impairment and waits until it is healed. Idempotent. */
    @Override
    void close();
}
