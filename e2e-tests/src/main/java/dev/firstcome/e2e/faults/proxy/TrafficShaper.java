package dev.firstcome.e2e.faults.proxy;

import dev.firstcome.e2e.faults.proxy.Impairment.Bandwidth;
import dev.firstcome.e2e.faults.proxy.Impairment.BlackHole;
import dev.firstcome.e2e.faults.proxy.Impairment.Cut;
import dev.firstcome.e2e.faults.proxy.Impairment.Delay;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The combined effect of all rules on one direction of a connection.
 *
 * @param blocked whether no bytes pass
 * @param jitterNanos the maximum jitter
 * @param limits the bandwidth limits, all of which apply
 */
record TrafficShaper(boolean blocked, long delayNanos, long jitterNanos, List<SharedBandwidth> limits) {
    static final TrafficShaper UNIMPAIRED = new TrafficShaper(false, 0, 0, List.of());
    static final TrafficShaper BLOCKED = new TrafficShaper(true, 0, 0, List.of());

    static TrafficShaper of(List<ActiveRule> rules, Direction direction) {
        boolean blocked = false;
        long delay = 0;
        long jitter = 0;
        List<SharedBandwidth> limits = new ArrayList<>();
        for (ActiveRule rule : rules) {
            switch (rule.impairment()) {
                case Cut() -> blocked = true;
                case BlackHole(Direction which) -> blocked |= which.covers(direction);
                case Delay(Direction which, var by, var upTo)
                when which.covers(direction) -> {
                    delay += by.toNanos();
                    jitter += upTo.toNanos();
                }
                case Bandwidth(Direction which, long rate)
                when which.covers(direction) -> limits.add(rule.bandwidth(direction));
                case Delay other -> {}
                case Bandwidth other -> {}
            }
        }
        return new TrafficShaper(blocked, delay, jitter, List.copyOf(limits));
    }

    /** Returns whether bytes pass without delay. */
    boolean isUnimpaired() {
        return !blocked && delayNanos == 0 && jitterNanos == 0 && limits.isEmpty();
    }

    /** Returns the time at which bytes received now must be forwarded. */
    long due(int bytes, long now, RandomGenerator random) {
        long due = now;
        for (SharedBandwidth limit : limits) {
            due = Math.max(due, limit.send(bytes, now));
        }
        return due + delayNanos + (jitterNanos == 0 ? 0 : random.nextLong(jitterNanos + 1));
    }

    int chunkSize(int max) {
        int size = max;
        for (SharedBandwidth limit : limits) {
            size = Math.min(size, limit.chunkSize());
        }
        return size;
    }
}
