package dev.firstcome.e2e.faults.proxy;

import java.time.Duration;

/** An impairment of a link. Simultaneous impairments of a link are combined. */
public sealed interface Impairment {

    /** Resets connections and refuses new ones. New connections of a single caller's link are reset once identified. */
    record Cut() implements Impairment {}

    /**
     * Connections stay open and new ones are accepted, but no bytes and no end of stream pass. After healing, the bytes
     * sent in between arrive if both ends are still connected.
     */
    record BlackHole(Direction direction) implements Impairment {}

    /**
     * Delays all bytes and keeps their order.
     *
     * @param jitter the maximum additional random delay, generated from the seed of the proxies
     */
    record Delay(Direction direction, Duration delay, Duration jitter) implements Impairment {
        public Delay {
            if (delay.isNegative() || jitter.isNegative() || delay.plus(jitter).isZero()) {
                throw new IllegalArgumentException("Invalid delay " + delay + " with jitter " + jitter);
            }
        }
    }

    /** Limits the total throughput of all connections of the link, separately for each affected direction. */
    record Bandwidth(Direction direction, long bytesPerSecond) implements Impairment {
        public Bandwidth {
            if (bytesPerSecond < 1) {
                throw new IllegalArgumentException(
                        "The bandwidth must be positive: " + bytesPerSecond + " bytes per second");
            }
        }
    }
}
