package dev.firstcome.platform.signs;

import dev.firstcome.platform.signs.Hysteresis.Bounds;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A sign: which of the process's meters it looks at, and when that is one.
 *
 * @param name as it stands in {@code platform.alerts}
 * @param meter the meters of this name, each by itself
 * @param subject the tag of the meter that says of what it is
 * @param only of these subjects; none: of whatever there are
 * @param isRate whether the meter counts, and its growth per second is the measure; else its value is
 * @param unit of the measure
 */
record SignSpec(
        String name, String meter, String subject, Set<String> only, boolean isRate, String unit, Bounds bounds) {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration CALM = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final double MIB = 1024 * 1024;

    SignSpec {
        only = Set.copyOf(only);
    }

    /** Of whatever subjects there are. */
    SignSpec(String name, String meter, String subject, boolean isRate, String unit, Bounds bounds) {
        this(name, meter, subject, Set.of(), isRate, unit, bounds);
    }

    /**
     * What there is to see now, by subject. Of several meters of one subject counts are summed up; of values, such as a
     * client's for each of its topics, the greatest is taken.
     */
    Map<String, Double> measures(MeterRegistry meters) {
        Map<String, Double> measures = new HashMap<>();
        for (Meter seen : meters.find(meter).meters()) {
            String tag = seen.getId().getTag(subject);
            String of = tag == null ? "" : tag;
            if (only.isEmpty() || only.contains(of)) {
                measures.merge(of, valueOf(seen), isRate ? Double::sum : SignSpec::greater);
            }
        }
        return measures;
    }

    private static double greater(double one, double other) {
        return Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.max(one, other);
    }

    private static double valueOf(Meter meter) {
        for (Measurement measurement : meter.measure()) {
            return measurement.getValue();
        }
        return Double.NaN;
    }

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
                    new Bounds(50, 10, SOON, CALM)),
            // Of clients that try again some are usual.
            new SignSpec(
                    "payment.replays",
                    "firstcome.payment.orders",
                    "outcome",
                    Set.of("replayed"),
                    true,
                    "calls/s",
                    new Bounds(50, 10, SOON, CALM)),
            new SignSpec(
                    "payment.mismatches",
                    "firstcome.payment.orders",
                    "outcome",
                    Set.of("mismatch"),
                    true,
                    "calls/s",
                    new Bounds(5, 1, SOON, CALM)),
            new SignSpec(
                    "payment.duplicates",
                    "firstcome.payment.orders",
                    "outcome",
                    Set.of("busy", "duplicatesuspected"),
                    true,
                    "calls/s",
                    new Bounds(20, 4, SOON, CALM)),
            new SignSpec(
                    "payment.bursts",
                    "firstcome.payment.burst",
                    "by",
                    Set.of("user", "card"),
                    false,
                    "calls/s",
                    new Bounds(5, 1, SOON, CALM)),
            // Many people may come from one.
            new SignSpec(
                    "payment.bursts",
                    "firstcome.payment.burst",
                    "by",
                    Set.of("address"),
                    false,
                    "calls/s",
                    new Bounds(50, 10, SOON, CALM)),
            new SignSpec(
                    "payment.unknown",
                    "firstcome.payment.unknown",
                    "shard",
                    false,
                    "payments",
                    new Bounds(1, 0, SOON, CALM)),
            // Commits wait for nobody: a server that is lost now takes with it what was acknowledged.
            new SignSpec(
                    "payment.standby",
                    "firstcome.payment.standby.missing",
                    "shard",
                    false,
                    "shards",
                    new Bounds(1, 0, SOON, CALM)),
            // Nobody of this shard can pay, until the provider's list has been compared.
            new SignSpec(
                    "payment.shard.closed",
                    "firstcome.payment.shard.closed",
                    "shard",
                    false,
                    "shards",
                    new Bounds(1, 0, Duration.ZERO, CALM)),
            // One is enough: money is not where the books say.
            new SignSpec(
                    "payment.contradictions",
                    "firstcome.payment.contradictions",
                    "of",
                    true,
                    "contradictions/s",
                    new Bounds(Double.MIN_VALUE, 0, Duration.ZERO, CALM)),
            // One is enough: either somebody forges them, or the secret is wrong and none will be taken.
            new SignSpec(
                    "payment.notices",
                    "firstcome.payment.notices",
                    "outcome",
                    Set.of("not genuine"),
                    true,
                    "notices/s",
                    new Bounds(Double.MIN_VALUE, 0, Duration.ZERO, CALM)),
            new SignSpec(
                    "provider.errors",
                    "firstcome.provider.calls",
                    "outcome",
                    Set.of("unclear", "not let in"),
                    true,
                    "calls/s",
                    new Bounds(1, 0, SOON, CALM)),
            // While a few calls are tried again, it is not told that all is well.
            new SignSpec(
                    "provider.open",
                    "firstcome.provider.breaker.open",
                    "provider",
                    false,
                    "breakers",
                    new Bounds(1, 0, Duration.ZERO, LONG)));
}
