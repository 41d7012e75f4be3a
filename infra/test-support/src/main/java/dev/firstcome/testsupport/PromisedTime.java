package dev.firstcome.testsupport;

import java.time.Duration;

/**
 * The bound that a test asserts for a promised time: three times the promise, because the machine is shared and slow at times,
 * or the promise itself with {@code -Dfirstcome.exact-times=true}, as in the long profile.
 */
public final class PromisedTime {
    private static final int FACTOR = 3;

    private PromisedTime() {}

    /** The bound for a promise. Print the measured time beside it. */
    public static Duration bound(Duration promise) {
        return Boolean.getBoolean("firstcome.exact-times") ? promise : promise.multipliedBy(FACTOR);
    }
}
