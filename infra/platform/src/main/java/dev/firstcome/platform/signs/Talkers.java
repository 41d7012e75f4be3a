package dev.firstcome.platform.signs;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who asks most within ten seconds. Everybody is counted in a count-min sketch of half a mebibyte, whoever comes: a count is
 * never too low, and of a million calls in a window hardly ever too high by more than a hundred. Only those with many calls
 * are known by a label, {@link #TOP} at most. Nothing outlives the second window. May be called from any thread.
 */
public final class Talkers {
    private static final int WINDOW_SECONDS = 10;
    private static final int ROWS = 4;
    private static final int WIDTH = 1 << 15;
    private static final int TOP = 20;

    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final Clock clock;
    private final int many;
    private final long key;
    private final int[] counts = new int[ROWS * WIDTH];
    private final Map<String, Integer> top = new HashMap<>();
    private long window;
    private int most;
    private int mostBefore;

    /**
     * @param many from so many calls in a window on somebody is worth a label
     * @param key chosen by chance at each start, so that hashes say nothing to who does not know it
     */
    public Talkers(Clock clock, int many, long key) {
        this.clock = clock;
        this.many = many;
        this.key = key;
    }

    /**
     * Somebody asked. Returns whether there is somebody new to be told of, or of whom there is much more.
     *
     * @param label under which he may be told
     */
    public synchronized boolean heard(String who, String label) {
        turn();
        int count = count(hash(who));
        most = Math.max(most, count);
        if (count < many || (top.size() == TOP && !top.containsKey(label))) {
            return false;
        }
        top.merge(label, count, Math::max);
        return count % many == 0;
    }

    /** Adds one in each row where that is needed for the least of them, which is the count. */
    private int count(long hash) {
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

    private void turn() {
        long now = clock.millis() / 1_000 / WINDOW_SECONDS;
        if (now == window) {
            return;
        }
        mostBefore = now == window + 1 ? most : 0;
        window = now;
        most = 0;
        top.clear();
        Arrays.fill(counts, 0);
    }

    /** Calls a second of whoever asked most in this window or the one before. */
    public synchronized double most() {
        turn();
        return Math.max(most, mostBefore) / (double) WINDOW_SECONDS;
    }

    /** Those of this window with many calls, the most first. */
    public synchronized List<String> top() {
        return top.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .map(talker -> "%s: %d in %d s".formatted(talker.getKey(), talker.getValue(), WINDOW_SECONDS))
                .toList();
    }

    /** Of 64 bits, by this process's key. */
    public long hash(String who) {
        long hash = key;
        for (byte letter : who.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ letter) * FNV_PRIME;
        }
        hash *= MIX;
        return hash ^ hash >>> 32;
    }
}
