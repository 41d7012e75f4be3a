package dev.firstcome.coupon.issuing;

import java.util.Random;

/** Injects a limited number of faults at random. */
final class RandomFaults {
    private final Random random;
    private int remaining;
    private int injected;

    RandomFaults(Random random, int count) {
        this.random = random;
        this.remaining = count;
    }

    /** Returns whether to inject a fault now. */
    boolean inject() {
        boolean inject = remaining > 0 && random.nextInt(3) == 0;
        if (inject) {
            remaining--;
            injected++;
        }
        return inject;
    }

    int injected() {
        return injected;
    }

    static RuntimeException unavailable(String component) {
        return new IllegalStateException(component + " is unavailable");
    }
}
