package dev.firstcome.e2e.failpoints;

import java.util.concurrent.atomic.AtomicLong;

/** What the changed method calls first. Public because any class of the process calls it. */
public final class Failpoints {
    /** What a process killed by signal 9 exits with, since that is what a halt stands for. */
    private static final int KILLED = 137;

    private static final int MISSING = 3;

    private static final AtomicLong CALLS = new AtomicLong();
    private static volatile long fatalCall = Long.MAX_VALUE;

    private Failpoints() {}

    static void arm(long call) {
        fatalCall = call;
    }

    static long calls() {
        return CALLS.get();
    }

    /** Halts the process at once, without shutdown hooks, when this is the n-th call. */
    public static void pass() {
        if (CALLS.incrementAndGet() == fatalCall) {
            halt("halting at call " + fatalCall, KILLED);
        }
    }

    /** A failpoint that can never be reached would make its scenario prove nothing. */
    static void missing(String failpoint) {
        halt("no such method: " + failpoint, MISSING);
    }

    private static void halt(String why, int status) {
        System.err.println("failpoint: " + why);
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }
}
