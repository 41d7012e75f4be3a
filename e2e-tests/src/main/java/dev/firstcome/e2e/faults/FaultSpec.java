package dev.firstcome.e2e.faults;

import dev.firstcome.e2e.faults.proxy.Impairment;
import dev.firstcome.e2e.faults.proxy.Link;

/** What can be broken, and how. */
public sealed interface FaultSpec {

    record OfLink(Link link, Impairment impairment) implements FaultSpec {}

    record OfPart(String part, ProcessFault fault) implements FaultSpec {}

    /** What can happen to a process. */
    enum ProcessFault {
        /** SIGKILL; it is started again when it is healed, and ready some time later. */
        KILL,
        /** SIGSTOP; it goes on when it is healed. */
        PAUSE
    }
}
