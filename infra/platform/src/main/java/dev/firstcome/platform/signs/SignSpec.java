package dev.firstcome.platform.signs;

import dev.firstcome.platform.signs.Hysteresis.Bounds;
import java.time.Duration;
import java.util.List;

/**
 * A sign: which of the process's meters it looks at, and when that is one.
 *
 * @param name as it stands in {@code platform.signs}
 * @param meter the meters of this name, each by itself
 * @param subject the tag of the meter that says of what it is
 * @param isRate whether the meter counts, and its growth per second is the measure; else its value is
 * @param unit of the measure
 */
record SignSpec(String name, String meter, String subject, boolean isRate, String unit, Bounds bounds) {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration CALM = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final double MIB = 1024 * 1024;

    /** All signs. A process without such a meter has not this sign. */
    static final List<SignSpec> ALL = List.of(
            new SignSpec(
                    "redis.errors",
                    "firstcome.redis.errors",
                    "cluster",
                    true,
                    "errors/s",
                    new Bounds(1, 0, SOON, CALM)),
            new SignSpec(
                    "pool.waits",
                    "hikaricp.connections.pending",
                    "pool",
                    false,
                    "callers",
                    new Bounds(5, 0, SOON, CALM)),
            new SignSpec(
                    "slot.lag",
                    "firstcome.outbox.slot.lag.bytes",
                    "shard",
                    false,
                    "bytes",
                    new Bounds(64 * MIB, 16 * MIB, CALM, CALM)),
            // One is enough: it is made anew at once, and the sweep sends what it skipped.
            new SignSpec(
                    "slot.lost",
                    "firstcome.outbox.slots.lost",
                    "shard",
                    true,
                    "slots/s",
                    new Bounds(Double.MIN_VALUE, 0, Duration.ZERO, CALM)),
            new SignSpec(
                    "consumer.lag",
                    "kafka.consumer.fetch.manager.records.lag.max",
                    "client.id",
                    false,
                    "records",
                    new Bounds(10_000, 1_000, CALM, CALM)),
            // One is enough, and it is told for as long as more come.
            new SignSpec(
                    "coupon.invariant",
                    "firstcome.coupon.invariant.breaches",
                    "invariant",
                    true,
                    "breaches/s",
                    new Bounds(Double.MIN_VALUE, 0, Duration.ZERO, CALM)),
            // What is on its way is not counted, but a few records may be such that nobody can read.
            new SignSpec(
                    "coupon.undecided",
                    "firstcome.coupon.watch.undecided",
                    "campaign",
                    false,
                    "requests",
                    new Bounds(10, 5, LONG, CALM)),
            new SignSpec(
                    "coupon.duplicates",
                    "firstcome.coupon.watch.duplicates",
                    "campaign",
                    false,
                    "share of outcomes",
                    new Bounds(0.5, 0.2, SOON, CALM)),
            new SignSpec(
                    "coupon.failures",
                    "firstcome.coupon.watch.failures",
                    "campaign",
                    false,
                    "times the usual",
                    new Bounds(5, 2, SOON, CALM)),
            new SignSpec(
                    "coupon.bursts",
                    "firstcome.coupon.watch.burst",
                    "from",
                    false,
                    "requests/s",
                    new Bounds(50, 10, SOON, CALM)));
}
