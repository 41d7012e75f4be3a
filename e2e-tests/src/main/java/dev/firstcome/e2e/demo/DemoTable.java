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

/** What came of a rush, in numbers. */
final class DemoTable {
    private final PrintStream out;
    private final int stock;
    private final RushTally tally;
    private final List<UserOutcome> endings;

    DemoTable(PrintStream out, int stock, RushTally tally, List<UserOutcome> endings) {
        this.out = out;
        this.stock = stock;
        this.tally = tally;
        this.endings = endings;
    }

    /** Prints the table; true if every coupon went to someone and every accepted request has its answer. */
    boolean print(Duration signUps, Duration rush, Duration quiet) {
        long unanswered = count(UserOutcome.Unanswered.class);
        long unknown = count(UserOutcome.Unknown.class);
        long coupons = coupons();
        out.println();
        row("accepted", number(tally.accepted()));
        row("issued", number(tally.issued()) + " of " + number(stock));
        rows("rejected", tally.rejected());
        rows("refused at the door", tally.refused());
        rows("told to come later", tally.putOff());
        row("requests of unknown effect", number(tally.unknown()) + ", repeated under their key");
        row("accepted but unanswered", number(unanswered));
        row("never told anything", number(unknown));
        row("accept latency", latency(tally.acceptLatency()));
        row("accept to outcome", latency(tally.outcomeLatency()));
        row("sign-ups, rush, until quiet", seconds(signUps) + ", " + seconds(rush) + ", " + seconds(quiet));
        out.println();
        if (coupons != stock) {
            out.printf("WRONG: users hold %,d coupons of %,d%n", coupons, stock);
        }
        return coupons == stock && unanswered == 0;
    }

    /** Coupons that users were told of, each once: a repeated request is answered with the coupon of the first. */
    private long coupons() {
        return endings.stream()
                .map(UserOutcome::couponId)
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    private long count(Class<? extends UserOutcome> kind) {
        return endings.stream().filter(kind::isInstance).count();
    }

    private void rows(String name, Map<String, Long> counts) {
        if (counts.isEmpty()) {
            row(name, "0");
        }
        counts.forEach((reason, count) -> row(name + ": " + reason, number(count)));
    }

    private void row(String name, String value) {
        out.printf("  %-32s %s%n", name, value);
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
