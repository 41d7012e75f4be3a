package dev.firstcome.local.cli.console;

import dev.firstcome.local.Progress;
import dev.firstcome.local.process.ManagedProcess;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints a line per process: redrawn in place on a terminal, otherwise printed once the process is ready. */
public final class ConsoleProgress implements Progress, AutoCloseable {
    private static final String CLEAR_LINE = "\u001b[2K";

    private final PrintWriter out;
    private final Map<String, String> lines = new LinkedHashMap<>();
    private final boolean live;
    private boolean drawn;

    public ConsoleProgress(PrintWriter out, List<ManagedProcess> parts) {
        this.out = out;
        this.live = Terminal.isInteractive();
        parts.forEach(part -> lines.put(part.name(), "waiting"));
    }

    @Override
    public synchronized void doing(String process, String what) {
        show(process, what + " …");
    }

    @Override
    public synchronized void ready(String process, Duration took) {
        print(process, String.format(Locale.ROOT, "ready, %.1f s", took.toMillis() / 1000.0));
    }

    @Override
    public synchronized void running(String process) {
        print(process, "already running");
    }

    @Override
    public synchronized void close() {
        out.flush();
    }

    private void print(String process, String state) {
        if (live) {
            show(process, state);
        } else {
            out.println(line(process, state));
            out.flush();
        }
    }

    private void show(String process, String state) {
        if (!live) {
            return;
        }
        lines.put(process, state);
        if (drawn) {
            out.printf("\u001b[%dA", lines.size());
        }
        lines.forEach((name, text) -> out.println(CLEAR_LINE + line(name, text)));
        drawn = true;
        out.flush();
    }

    private static String line(String process, String state) {
        return String.format(Locale.ROOT, "%-20s %s", process, state);
    }
}
