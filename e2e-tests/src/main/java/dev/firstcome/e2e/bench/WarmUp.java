package dev.firstcome.e2e.bench;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Runs a thing until it gets no faster: a JVM on few cores compiles for minutes what a benchmark of seconds would then
 * measure half compiled. Bounded, since on a noisy machine a rate may rise by chance again and again.
 */
final class WarmUp {
    private static final int ROUNDS_MIN = 8;
    private static final int ROUNDS_MAX = 24;
    private static final int ROUNDS_WITHOUT_GAIN = 3;
    private static final double GAIN = 1.03;

    private final PrintStream out;

    WarmUp(PrintStream out) {
        this.out = out;
    }

    void run(String what, Callable<Double> rate) throws Exception {
        double best = 0;
        int withoutGain = 0;
        for (int round = 1; isNeeded(round, withoutGain); round++) {
            double reached = rate.call();
            withoutGain = reached > best * GAIN ? 0 : withoutGain + 1;
            best = Math.max(best, reached);
            out.printf(Locale.ROOT, "warm-up of %s, round %d: %,.0f/s%n", what, round, reached);
        }
    }

    private static boolean isNeeded(int round, int withoutGain) {
        return round <= ROUNDS_MIN || round <= ROUNDS_MAX && withoutGain < ROUNDS_WITHOUT_GAIN;
    }
}
