package dev.firstcome.e2e.bench;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;

/**
 * Repeats a benchmark until its rate no longer rises and the JIT compilers are almost idle. On few cores a JVM compiles
 * for minutes, so a short benchmark would otherwise measure partly compiled code. The number of rounds is bounded,
 * because the rate of a noisy machine may rise by chance.
 */
final class WarmUp {
    private static final int ROUNDS_MIN = 8;
    private static final int ROUNDS_MAX = 24;
    private static final int ROUNDS_WITHOUT_GAIN = 3;
    private static final double GAIN = 1.03;

    /** The maximum share of one core that the compilers may use during a round. */
    private static final double COMPILING_MAX = 0.03;

    private final PrintStream out;

    WarmUp(PrintStream out) {
        this.out = out;
    }

    void run(String name, Callable<Double> rate) throws Exception {
        run(name, rate, () -> 0);
    }

    /** @param compiling the compilers' total CPU time in seconds */
    void run(String name, Callable<Double> rate, DoubleSupplier compiling) throws Exception {
        double best = 0;
        int withoutGain = 0;
        double share = 0;
        for (int round = 1; isNeeded(round, withoutGain, share); round++) {
            double before = compiling.getAsDouble();
            long start = System.nanoTime();
            double reached = rate.call();
            share = (compiling.getAsDouble() - before) * 1e9 / (System.nanoTime() - start);
            withoutGain = reached > best * GAIN ? 0 : withoutGain + 1;
            best = Math.max(best, reached);
            out.printf(
                    Locale.ROOT,
                    "warm-up of %s, round %d: %,.0f/s%s%n",
                    name,
                    round,
                    reached,
                    share > 0 ? String.format(Locale.ROOT, ", compilers %.0f%% of a core", 100 * share) : "");
        }
    }

    private static boolean isNeeded(int round, int withoutGain, double share) {
        return round <= ROUNDS_MIN
                || round <= ROUNDS_MAX && (withoutGain < ROUNDS_WITHOUT_GAIN || share > COMPILING_MAX);
    }
}
