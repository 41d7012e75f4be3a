package dev.firstcome.e2e.hostile;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** The violations of a run, each operation, value and status once. Thread-safe. */
public final class Violations {
    private static final int LISTED_MAX = 2_000;
    private static final int TEXT_MAX = 160;

    private final Map<String, String> byCall = new ConcurrentSkipListMap<>();

    void add(Object call, int status, String violation, String body) {
        String text = body.replaceAll("\\p{Cntrl}", " ");
        byCall.putIfAbsent(
                "%s -> %s".formatted(call, status == 0 ? "no response" : status),
                violation + ": " + text.substring(0, Math.min(TEXT_MAX, text.length())));
    }

    public boolean isEmpty() {
        return byCall.isEmpty();
    }

    /** Counts by kind of violation, then each violation on a line of its own. */
    @Override
    public String toString() {
        Map<String, Long> kinds = byCall.values().stream()
                .collect(Collectors.groupingBy(text -> text.split(":", 2)[0], TreeMap::new, Collectors.counting()));
        String lines = byCall.entrySet().stream()
                .limit(LISTED_MAX)
                .map(entry -> "  " + entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("\n"));
        return "%d violations %s%n%s".formatted(byCall.size(), kinds, lines);
    }
}
