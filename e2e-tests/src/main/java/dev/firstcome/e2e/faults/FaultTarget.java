package dev.firstcome.e2e.faults;

import dev.firstcome.e2e.faults.proxy.ActiveImpairment;
import dev.firstcome.e2e.faults.proxy.Impairment;
import dev.firstcome.e2e.faults.proxy.Link;

/** Something whose links and processes can be broken. */
public interface FaultTarget {
    ActiveImpairment apply(Link link, Impairment impairment);

    /** Ends the part at once. */
    void kill(String part);

    /** Starts the part again, if it does not run, and does not wait for it. */
    void launch(String part);

    /** Returns when the part is ready again, after {@link #launch(String)}. */
    void awaitReady(String part);

    /** Stops the part where it is. */
    void pause(String part);

    /** Lets the part go on, if it still runs. */
    void resume(String part);
}
