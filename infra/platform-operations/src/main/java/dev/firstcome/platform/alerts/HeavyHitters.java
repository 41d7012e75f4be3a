package dev.firstcome.platform.alerts;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the keys with the most calls within ten seconds. All calls are counted in a count-min sketch of 512 KiB: a count is
 * never too low, and of a million calls in a window rarely more than a hundred too high. Only keys with many calls are kept
 * by a label, {@link #TOP} at most. Nothing is kept for longer than two windows. Thread-safe.
 */
public final class HeavyHitters {
    private static final int WINDOW_SECONDS = 10;
    private static final int ROWS = 4;
    private static final int WIDTH = 1 << 15;
    private static final int TOP = 20;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final Clock clock;
    private final int threshold;
    private final long seed;
    private final int[] counts = new int[ROWS * WIDTH];
    private final Map<String, Integer> top = new HashMap<>();
    private long window;
    private int max;
    private int previousMax;

    /**
     * @param threshold the calls in a window from which a key is kept by its label
     * @param seed a random number per process, so that the hashes do not identify a key outside of it
     */
    public HeavyHitters(Clock clock, int threshold, long seed) {
        this.clock = clock;
        this.threshold = threshold;
        this.seed = seed;
    }

    /**
     * Counts a call of the key. Returns true if the number of its calls has reached the threshold, or a multiple of it.
     *
     * @param label the name of the key in {@link #top}
     */
    public synchronized boolean count(String key, String label) {
        advanceWindow();
        int count = increment(hash(key));
        max = Math.max(max, count);
        if (count < threshold || (top.size() == TOP && !top.containsKey(label))) {
            return false;
        }
        top.merge(label, count, Math::max);
        return count % threshold == 0;
    }

    /** Increments only the smallest cells of the key (conservative update). The smallest cell is the count. */
    private int increment(long hash) {
        int least = Integer.MAX_VALUE;
        for (int row = 0; row < ROWS; row++) {
            least = Math.min(least, counts[cell(row, hash)]);
        }
        for (int row = 0; row < ROWS; row++) {
            int cell = cell(row, hash);
            counts[cell] = Math.max(counts[cell], least + 1);
        }
        return least + 1;
    }

    private static int cell(int row, long hash) {
        long mixed = (hash + row) * MIX;
        return row * WIDTH + (int) ((mixed ^ mixed >>> 29) >>> 17 & WIDTH - 1);
    }

    private void advanceWindow() {
        long now = clock.millis() / 1_000 / WINDOW_SECONDS;
        if (now == window) {
            return;
        }
        previousMax = now == window + 1 ? max : 0;
        window = now;
        max = 0;
        top.clear();
        Arrays.fill(counts, 0);
    }

    /** Returns the calls per second of the most frequent key, in this window or the one before. */
    public synchronized double maxRate() {
        advanceWindow();
        return Math.max(max, previousMax) / (double) WINDOW_SECONDS;
    }

    /** Returns the labels and counts of this window's frequent keys, the most frequent first. */
    public synchronized List<String> top() {
        return top.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .map(key -> "%s: %d in %d s".formatted(key.getKey(), key.getValue(), WINDOW_SECONDS))
                .toList();
    }

    /** Returns a hash of 64 bits that depends on the seed. */
    public long hash(String key) {
        long hash = seed;
        for (byte letter : key.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ letter) * FNV_PRIME;
        }
        hash *= MIX;
        return hash ^ hash >>> 32;
    }
}
