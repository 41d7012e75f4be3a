package dev.firstcome.e2e.faults;

import dev.firstcome.e2e.faults.proxy.Impairment;
import dev.firstcome.e2e.faults.proxy.Link;

/** A fault of a link or of a process. */
public sealed interface FaultSpec {

    record OfLink(Link link, Impairment impairment) implements FaultSpec {}

    record OfProcess(String process, ProcessFault fault) implements FaultSpec {}

    /** The kinds of process faults. */
    enum ProcessFault {
        /** SIGKILL. Healing restarts the process, which becomes ready later. */
        KILL,
        /** SIGSTOP. Healing resumes the process with SIGCONT. */
        PAUSE
    }
}
