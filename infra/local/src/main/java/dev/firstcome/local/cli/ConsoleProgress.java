package dev.firstcome.local.cli;

import dev.firstcome.local.Progress;
import dev.firstcome.local.process.Part;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A line per part: live on a terminal, where it is written over; elsewhere a line when a part is ready. */
final class ConsoleProgress implements Progress, AutoCloseable {
    private static final String CLEAR_LINE = "\u001b[2K";

    private final PrintWriter out;
    private final Map<String, String> lines = new LinkedHashMap<>();
    private final boolean live;
    private boolean drawn;

    ConsoleProgress(PrintWriter out, List<Part> parts) {
        this.out = out;
        this.live = Terminal.isThere();
        parts.forEach(part -> lines.put(part.name(), "waiting"));
    }

    @Override
    public synchronized void doing(String part, String what) {
        show(part, what + " …");
    }

    @Override
    public synchronized void ready(String part, Duration took) {
        tell(part, String.format(Locale.ROOT, "ready, %.1f s", took.toMillis() / 1000.0));
    }

    @Override
    public synchronized void running(String part) {
        tell(part, "running already");
    }

    @Override
    public synchronized void close() {
        out.flush();
    }

    private void tell(String part, String state) {
        if (live) {
            show(part, state);
        } else {
            out.println(line(part, state));
            out.flush();
        }
    }

    private void show(String part, String state) {
        if (!live) {
            return;
        }
        lines.put(part, state);
        if (drawn) {
            out.printf("\u001b[%dA", lines.size());
        }
        lines.forEach((name, text) -> out.println(CLEAR_LINE + line(name, text)));
        drawn = true;
        out.flush();
    }

    private static String line(String part, String state) {
        return String.format(Locale.ROOT, "%-20s %s", part, state);
    }
}
