package dev.firstcome.e2e.faults.proxy;

import java.time.Duration;

/** What can be wrong with a link. Several at once add up. */
public sealed interface Impairment {

    /** Connections are reset, and new ones refused; where the link is one caller's only, they are reset as soon as they are made. */
    record Cut() implements Impairment {}

    /**
     * Connections are made and stay, but nothing passes, their end neither. What was sent meanwhile arrives when it is
     * healed, as far as both ends still wait for it.
     */
    record BlackHole(Direction direction) implements Impairment {}

    /**
     * Everything arrives later, in its order.
     *
     * @param jitter up to so much later still, different each time, drawn by the proxies' seed
     */
    record Delay(Direction direction, Duration delay, Duration jitter) implements Impairment {
        public Delay {
            if (delay.isNegative() || jitter.isNegative() || delay.plus(jitter).isZero()) {
                throw new IllegalArgumentException("Nothing is delayed by " + delay + " and up to " + jitter);
            }
        }
    }

    /** All connections of the link together carry so much at most, in each direction that is named. */
    record Bandwidth(Direction direction, long bytesPerSecond) implements Impairment {
        public Bandwidth {
            if (bytesPerSecond < 1) {
                throw new IllegalArgumentException(bytesPerSecond + " bytes per second are a black hole");
            }
        }
    }
}
