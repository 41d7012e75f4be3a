package dev.firstcome.e2e.faults;

import dev.firstcome.e2e.faults.proxy.Impairment;
import dev.firstcome.e2e.faults.proxy.Link;

/** What can be broken, and how. */
public sealed interface Breakage {

    record OfLink(Link link, Impairment impairment) implements Breakage {}

    record OfPart(String part, ProcessFault fault) implements Breakage {}

    /** What can happen to a process. */
    enum ProcessFault {
        /** SIGKILL; it is started again when it is healed, and ready some time later. */
        KILL,
        /** SIGSTOP; it goes on when it is healed. */
        PAUSE
    }
}
