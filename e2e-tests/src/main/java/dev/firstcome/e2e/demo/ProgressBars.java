package dev.firstcome.e2e.demo;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Progress on a terminal as bars that grow in place; elsewhere as a plain line now and then. */
final class ProgressBars {
    private static final int WIDTH = 30;
    private static final Duration LINES_APART = Duration.ofSeconds(3);

    private final PrintStream out;
    private final boolean terminal;
    private int drawn;
    private long lastLine;

    ProgressBars(PrintStream out) {
        this(out, isTerminal());
    }

    ProgressBars(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        this.lastLine = System.nanoTime() - LINES_APART.toNanos();
    }

    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** One bar: so many of so many. */
    record Bar(String name, long done, long of) {
        String drawn() {
            int full = of == 0 ? WIDTH : (int) Math.min(WIDTH, WIDTH * done / of);
            return String.format(
                    Locale.ROOT, "  %-12s [%s%s] %,d", name, "#".repeat(full), ".".repeat(WIDTH - full), done);
        }

        String plain() {
            return String.format(Locale.ROOT, "%s %,d", name, done);
        }
    }

    /** Shows the present state; cheap enough to be called often. */
    synchronized void show(Bar... bars) {
        if (terminal) {
            if (drawn > 0) {
                out.print("\033[" + drawn + "A");
            }
            for (Bar bar : bars) {
                out.println("\033[2K" + bar.drawn());
            }
            drawn = bars.length;
            out.flush();
        } else if (System.nanoTime() - lastLine > LINES_APART.toNanos()) {
            line(bars);
        }
    }

    /** Shows the last state of these bars and leaves them standing. */
    synchronized void finish(Bar... bars) {
        if (terminal) {
            show(bars);
        } else {
            line(bars);
        }
        drawn = 0;
    }

    private void line(Bar... bars) {
        lastLine = System.nanoTime();
        StringBuilder line = new StringBuilder("  ");
        for (Bar bar : bars) {
            line.append(line.length() > 2 ? ", " : "").append(bar.plain());
        }
        out.println(line);
        out.flush();
    }
}
