package dev.firstcome.e2e.failpoints;

import java.util.concurrent.atomic.AtomicLong;

/** The runtime of the armed failpoint. Public because instrumented classes of the process call it. */
public final class Failpoints {
    /** The exit status of a process killed by SIGKILL, which the halt simulates. */
    private static final int KILLED = 137;

    private static final int NOT_INSTRUMENTED = 3;

    private static final AtomicLong CALLS = new AtomicLong();
    private static volatile long fatalCall = Long.MAX_VALUE;

    private Failpoints() {}

    static void arm(long call) {
        fatalCall = call;
    }

    static long calls() {
        return CALLS.get();
    }

    /** Halts the process immediately, without shutdown hooks, if this is the fatal call. */
    public static void pass() {
        if (CALLS.incrementAndGet() == fatalCall) {
            halt("halting at call " + fatalCall, KILLED);
        }
    }

    /** Halts the process: a scenario with an unreachable failpoint would prove nothing. */
    static void haltUninstrumented(String failpoint) {
        halt("cannot instrument method: " + failpoint, NOT_INSTRUMENTED);
    }

    private static void halt(String reason, int status) {
        System.err.println("failpoint: " + reason);
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }
}
