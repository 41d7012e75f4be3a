package dev.firstcome.e2e.faults.proxy;

import dev.firstcome.e2e.faults.proxy.Impairment.Bandwidth;
import dev.firstcome.e2e.faults.proxy.Impairment.BlackHole;
import dev.firstcome.e2e.faults.proxy.Impairment.Cut;
import dev.firstcome.e2e.faults.proxy.Impairment.Delay;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How one direction of a connection is impaired by all rules together.
 *
 * @param held nothing passes
 * @param jitterNanos at most
 */
record TrafficShaper(boolean held, long delayNanos, long jitterNanos, List<SharedBandwidth> lines) {
    static final TrafficShaper FREE = new TrafficShaper(false, 0, 0, List.of());
    static final TrafficShaper HELD = new TrafficShaper(true, 0, 0, List.of());

    static TrafficShaper of(List<ActiveRule> rules, Direction direction) {
        boolean held = false;
        long delay = 0;
        long jitter = 0;
        List<SharedBandwidth> lines = new ArrayList<>();
        for (ActiveRule rule : rules) {
            switch (rule.impairment()) {
                case Cut() -> held = true;
                case BlackHole(Direction which) -> held |= which.covers(direction);
                case Delay(Direction which, var by, var upTo)
                when which.covers(direction) -> {
                    delay += by.toNanos();
                    jitter += upTo.toNanos();
                }
                case Bandwidth(Direction which, long rate)
                when which.covers(direction) -> lines.add(rule.line(direction));
                case Delay other -> {}
                case Bandwidth other -> {}
            }
        }
        return new TrafficShaper(held, delay, jitter, List.copyOf(lines));
    }

    /** Whether bytes may be passed on the moment they come. */
    boolean isFree() {
        return !held && delayNanos == 0 && jitterNanos == 0 && lines.isEmpty();
    }

    /** When so many bytes that came now are to be passed on. */
    long due(int bytes, long now, RandomGenerator random) {
        long due = now;
        for (SharedBandwidth line : lines) {
            due = Math.max(due, line.send(bytes, now));
        }
        return due + delayNanos + (jitterNanos == 0 ? 0 : random.nextLong(jitterNanos + 1));
    }

    int piece(int most) {
        int piece = most;
        for (SharedBandwidth line : lines) {
            piece = Math.min(piece, line.piece());
        }
        return piece;
    }
}
