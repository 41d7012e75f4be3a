package dev.firstcome.e2e.faults;

import dev.firstcome.e2e.faults.proxy.ActiveImpairment;
import dev.firstcome.e2e.faults.proxy.Impairment;
import dev.firstcome.e2e.faults.proxy.Link;

/** A system whose links and processes accept faults. */
public interface FaultTarget {
    ActiveImpairment apply(Link link, Impairment impairment);

    /** Kills the process immediately. */
    void kill(String process);

    /** Starts the process unless it is running. Does not wait until it is ready. */
    void launch(String process);

    /** Waits until a process started by {@link #launch(String)} is ready. */
    void awaitReady(String process);

    /** Suspends the process. */
    void pause(String process);

    /** Resumes the process if it is still running. */
    void resume(String process);
}
