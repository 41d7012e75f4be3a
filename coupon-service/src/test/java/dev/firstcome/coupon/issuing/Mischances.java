package dev.firstcome.coupon.issuing;

import java.util.Random;

/** So many failures, at moments by chance. */
final class Mischances {
    private final Random random;
    private int left;
    private int struck;

    Mischances(Random random, int count) {
        this.random = random;
        this.left = count;
    }

    /** Whether one strikes now. */
    boolean strike() {
        boolean strikes = left > 0 && random.nextInt(3) == 0;
        if (strikes) {
            left--;
            struck++;
        }
        return strikes;
    }

    int struck() {
        return struck;
    }

    static RuntimeException away(String what) {
        return new IllegalStateException(what + " is away");
    }
}
