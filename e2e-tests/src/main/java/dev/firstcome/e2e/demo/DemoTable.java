package dev.firstcome.e2e.demo;

import dev.firstcome.e2e.load.RushTally;
import dev.firstcome.e2e.load.UserOutcome;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/** The result table of a demo run. */
final class DemoTable {
    private final PrintStream out;
    private final int stock;
    private final RushTally tally;
    private final List<UserOutcome> outcomes;

    DemoTable(PrintStream out, int stock, RushTally tally, List<UserOutcome> outcomes) {
        this.out = out;
        this.stock = stock;
        this.tally = tally;
        this.outcomes = outcomes;
    }

    /** Prints the table. Returns true if every coupon was issued and every accepted request got an outcome. */
    boolean print(Duration signUps, Duration rush, Duration quiescence) {
        long unanswered = count(UserOutcome.Unanswered.class);
        long unknown = count(UserOutcome.Unknown.class);
        long coupons = coupons();
        out.println();
        row("accepted", number(tally.accepted()));
        row("issued", number(tally.issued()) + " of " + number(stock));
        rows("rejected", tally.rejected());
        rows("refused before acceptance", tally.refused());
        rows("retried after 429, 5xx or no answer", tally.retryableAnswers());
        row("attempts with unknown effect", number(tally.unknownEffects()) + ", retried with the same key");
        row("accepted without an outcome", number(unanswered));
        row("neither accepted nor refused", number(unknown));
        row("latency to acceptance", latency(tally.acceptLatency()));
        row("acceptance to outcome", latency(tally.outcomeLatency()));
        row("sign-ups, rush, quiescence", seconds(signUps) + ", " + seconds(rush) + ", " + seconds(quiescence));
        out.println();
        if (coupons != stock) {
            out.printf("FAILED: users have %,d coupons, expected %,d%n", coupons, stock);
        }
        return coupons == stock && unanswered == 0;
    }

    /** The distinct coupons that answers named; a duplicate request is answered with the coupon of the first. */
    private long coupons() {
        return outcomes.stream()
                .map(UserOutcome::couponId)
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    private long count(Class<? extends UserOutcome> kind) {
        return outcomes.stream().filter(kind::isInstance).count();
    }

    private void rows(String name, Map<String, Long> counts) {
        if (counts.isEmpty()) {
            row(name, "0");
        }
        counts.forEach((reason, count) -> row(name + ": " + reason, number(count)));
    }

    private void row(String name, String value) {
        out.printf("  %-48s %s%n", name, value);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    private static String latency(Histogram micros) {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, max %.1f ms",
                micros.getValueAtPercentile(50) / 1000.0,
                micros.getValueAtPercentile(99) / 1000.0,
                micros.getMaxValue() / 1000.0);
    }
}
