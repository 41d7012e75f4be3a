package dev.firstcome.e2e.faults.proxy;

/** An impairment in force, until it is closed. */
public interface ActiveImpairment extends AutoCloseable {
    /** How many connections it has concerned so far: a fault that meets none proves nothing. */
    long met();

    /** Heals it; returns when it is healed. Does nothing the second time. */
    @Override
    void close();
}
