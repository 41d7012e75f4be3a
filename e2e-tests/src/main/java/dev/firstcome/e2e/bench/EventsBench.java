package dev.firstcome.e2e.bench;

import dev.firstcome.e2e.verifier.collect.EventsCollector;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How long an event takes from its commit into Kafka, at a steady rate, and how fast a backlog is told: user-service as
 * shipped, beside a relay that polls every second on the same tables while user-service stands still.
 */
final class EventsBench {
    private static final int PER_SECOND = 500;
    private static final int SECONDS = 10;
    private static final int IN_EACH_TRANSACTION = 500;
    private static final Goal P99_MICROS = new Goal.AtMost(100_000);
    private static final Duration BOUND = Duration.ofMinutes(5);

    private final PlatformDescription description;
    private final LocalPlatform platform;
    private final EventsCollector tables;
    private final int runs;
    private final int backlog;
    private final PrintStream out;

    EventsBench(PlatformDescription description, int runs, int backlog, PrintStream out) {
        this.description = description;
        this.platform = LocalPlatform.open(Path.of(description.dataDirectory()));
        this.tables = new EventsCollector(description);
        this.runs = runs;
        this.backlog = backlog;
        this.out = out;
    }

    /** What one side measured. */
    private record Sides(Series p50, Series p99, Series drained) {
        Sides() {
            this(new Series(), new Series(), new Series());
        }

        void add(Histogram latencies, double perSecond) {
            p50.add(latencies.getValueAtPercentile(50));
            p99.add(latencies.getValueAtPercentile(99));
            drained.add(perSecond);
        }
    }

    List<Figure> run() throws Exception {
        Sides outbox = new Sides();
        Sides polling = new Sides();
        WarmUp warmUp = new WarmUp(out);
        CompilerCpuTime compilers = new CompilerCpuTime(platform, ServiceDefinition.USER);
        warmUp.run("the outbox", () -> 1e6 / steady().getValueAtPercentile(50), compilers::seconds);
        for (int run = 1; run <= runs; run++) {
            withTheOutbox(run, outbox);
            withPolling(run, polling);
        }
        return List.of(
                new Figure(
                        "microseconds from commit to Kafka, p50, at 500 a second", outbox.p50(), polling.p50(), null),
                new Figure(
                        "microseconds from commit to Kafka, p99, at 500 a second",
                        outbox.p99(),
                        polling.p99(),
                        P99_MICROS),
                new Figure("events told a second from a backlog", outbox.drained(), polling.drained(), null));
    }

    private void withTheOutbox(int run, Sides measured) throws Exception {
        Histogram latencies = steady();
        double perSecond;
        long id = ThreadLocalRandom.current().nextLong();
        try (EventArrivalConsumer watch = new EventArrivalConsumer(description.kafka(), id)) {
            whilePaused(() -> write(id));
            perSecond = drained(watch);
        }
        nothingWaits();
        measured.add(latencies, perSecond);
        print(run, "outbox", latencies, perSecond);
    }

    private void withPolling(int run, Sides measured) throws Exception {
        whilePaused(() -> {
            Histogram latencies;
            try (PollingRelay relay = new PollingRelay(description)) {
                latencies = steady();
            }
            long id = ThreadLocalRandom.current().nextLong();
            write(id);
            try (EventArrivalConsumer watch = new EventArrivalConsumer(description.kafka(), id);
                    PollingRelay relay = new PollingRelay(description)) {
                double perSecond = drained(watch);
                nothingWaits();
                measured.add(latencies, perSecond);
                print(run, "polling", latencies, perSecond);
            }
        });
        // The log still has what the other relay has told: it is told again before the next run.
        Eventually.get("the log is read", BOUND, tables::collectLags, EventsBench::small);
    }

    /** Something to do while user-service stands still, warm as it is. */
    private interface Work {
        void run() throws Exception;
    }

    private void whilePaused(Work work) throws Exception {
        platform.pause(ServiceDefinition.USER);
        try {
            work.run();
        } finally {
            platform.resume(ServiceDefinition.USER);
        }
    }

    private static boolean small(Map<String, Long> lags) {
        return lags.values().stream().allMatch(lag -> lag < 1 << 20);
    }

    private void print(int run, String side, Histogram latencies, double perSecond) {
        out.printf(
                Locale.ROOT,
                "run %d, %-7s: commit to Kafka p50 %,.1f ms, p99 %,.1f ms, max %,.1f ms; backlog %,.0f/s%n",
                run,
                side,
                latencies.getValueAtPercentile(50) / 1e3,
                latencies.getValueAtPercentile(99) / 1e3,
                latencies.getMaxValue() / 1e3,
                perSecond);
    }

    private void write(long id) throws SQLException {
        try (EventWriter writer = new EventWriter(description, id)) {
            writer.commitMany(backlog, IN_EACH_TRANSACTION);
        }
    }

    private double drained(EventArrivalConsumer watch) {
        Eventually.holds("the backlog is told", BOUND, () -> watch.count() >= backlog);
        return (backlog - 1) / watch.seconds();
    }

    private void nothingWaits() {
        Eventually.holds("nothing waits", BOUND, () -> tables.waiting() == 0);
    }

    /** Events at a steady rate; microseconds from each commit to its arrival. */
    private Histogram steady() throws Exception {
        long id = ThreadLocalRandom.current().nextLong();
        Map<Long, Long> committed = new TreeMap<>();
        try (EventWriter writer = new EventWriter(description, id);
                EventArrivalConsumer watch = new EventArrivalConsumer(description.kafka(), id)) {
            long start = System.nanoTime();
            for (int i = 0; i < PER_SECOND * SECONDS; i++) {
                long due = start + i * 1_000_000_000L / PER_SECOND;
                LockSupport.parkNanos(due - System.nanoTime());
                committed.put(writer.commitOne(), System.nanoTime());
            }
            Eventually.holds("all have come", BOUND, () -> watch.count() == committed.size());
            Histogram latencies = new Histogram(3);
            List<Long> early = new ArrayList<>();
            committed.forEach((number, at) -> {
                long micros = (watch.arrival(number) - at) / 1_000;
                if (micros < 0) {
                    early.add(number);
                }
                latencies.recordValue(Math.max(0, micros));
            });
            if (early.size() > committed.size() / 100) {
                throw new IllegalStateException(early.size() + " events came before their commit was known");
            }
            return latencies;
        }
    }
}
