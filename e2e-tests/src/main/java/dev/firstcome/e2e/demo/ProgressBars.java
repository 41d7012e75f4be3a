package dev.firstcome.e2e.demo;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Shows progress: on a terminal as bars that are redrawn in place, otherwise as a text line every three seconds. */
final class ProgressBars {
    private static final int WIDTH = 30;
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(3);

    private final PrintStream out;
    private final boolean terminal;
    private int barsDrawn;
    private long lastLine;

    ProgressBars(PrintStream out) {
        this(out, isTerminal());
    }

    ProgressBars(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        this.lastLine = System.nanoTime() - LINE_INTERVAL.toNanos();
    }

    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** One bar: a count out of a total. */
    record Bar(String name, long done, long total) {
        String drawing() {
            int full = total == 0 ? WIDTH : (int) Math.min(WIDTH, WIDTH * done / total);
            return String.format(
                    Locale.ROOT, "  %-12s [%s%s] %,d", name, "#".repeat(full), ".".repeat(WIDTH - full), done);
        }

        String text() {
            return String.format(Locale.ROOT, "%s %,d", name, done);
        }
    }

    /** Shows the current state; cheap enough for frequent calls. */
    synchronized void show(Bar... bars) {
        if (terminal) {
            if (barsDrawn > 0) {
                out.print("\033[" + barsDrawn + "A");
            }
            for (Bar bar : bars) {
                out.println("\033[2K" + bar.drawing());
            }
            barsDrawn = bars.length;
            out.flush();
        } else if (System.nanoTime() - lastLine > LINE_INTERVAL.toNanos()) {
            printLine(bars);
        }
    }

    /** Shows the final state; later calls draw below it. */
    synchronized void finish(Bar... bars) {
        if (terminal) {
            show(bars);
        } else {
            printLine(bars);
        }
        barsDrawn = 0;
    }

    private void printLine(Bar... bars) {
        lastLine = System.nanoTime();
        StringBuilder line = new StringBuilder("  ");
        for (Bar bar : bars) {
            line.append(line.length() > 2 ? ", " : "").append(bar.text());
        }
        out.println(line);
        out.flush();
    }
}
