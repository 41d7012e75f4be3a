package dev.firstcome.e2e.bench;

import dev.firstcome.e2e.verifier.collect.EventsCollector;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.testsupport.Eventually;
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
 * Measures the latency of an event from its commit to Kafka at a steady rate, the rate at which a backlog is
 * published, and the CPU usage of the services at rest. The baseline of the first two is a relay that polls the same
 * tables every second while user-service is suspended.
 */
final class EventsBench {
    private static final int PER_SECOND = 500;
    private static final int SECONDS = 10;
    private static final int EVENTS_PER_TRANSACTION = 500;
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

    /** The measurements of one relay. */
    private record Measurements(Series p50, Series p99, Series drainRates) {
        Measurements() {
            this(new Series(), new Series(), new Series());
        }

        void add(Histogram latencies, double perSecond) {
            p50.add(latencies.getValueAtPercentile(50));
            p99.add(latencies.getValueAtPercentile(99));
            drainRates.add(perSecond);
        }
    }

    List<Figure> run() throws Exception {
        Measurements outbox = new Measurements();
        Measurements polling = new Measurements();
        WarmUp warmUp = new WarmUp(out);
        CompilerCpuTime compilers = new CompilerCpuTime(platform, ServiceDefinition.USER);
        warmUp.run("the outbox", () -> 1e6 / steadyLatencies().getValueAtPercentile(50), compilers::seconds);
        for (int run = 1; run <= runs; run++) {
            measureOutbox(run, outbox);
            measurePolling(run, polling);
        }
        return List.of(
                new Figure(
                        "microseconds from commit to Kafka, p50, at 500 events/s", outbox.p50(), polling.p50(), null),
                new Figure(
                        "microseconds from commit to Kafka, p99, at 500 events/s",
                        outbox.p99(),
                        polling.p99(),
                        P99_MICROS),
                new Figure(
                        "events published per second from a backlog", outbox.drainRates(), polling.drainRates(), null),
                new RestingLoad(platform, out).measure());
    }

    private void measureOutbox(int run, Measurements measured) throws Exception {
        Histogram latencies = steadyLatencies();
        double perSecond;
        long id = ThreadLocalRandom.current().nextLong();
        try (EventArrivalConsumer arrivals = new EventArrivalConsumer(description.kafka(), id)) {
            whilePaused(() -> write(id));
            perSecond = awaitDrained(arrivals);
        }
        awaitEmptyOutbox();
        measured.add(latencies, perSecond);
        print(run, "outbox", latencies, perSecond);
    }

    private void measurePolling(int run, Measurements measured) throws Exception {
        whilePaused(() -> {
            Histogram latencies;
            try (PollingRelay relay = new PollingRelay(description)) {
                latencies = steadyLatencies();
            }
            long id = ThreadLocalRandom.current().nextLong();
            write(id);
            try (EventArrivalConsumer arrivals = new EventArrivalConsumer(description.kafka(), id);
                    PollingRelay relay = new PollingRelay(description)) {
                double perSecond = awaitDrained(arrivals);
                awaitEmptyOutbox();
                measured.add(latencies, perSecond);
                print(run, "polling", latencies, perSecond);
            }
        });
        // The replication slot still contains the events of the polling relay; user-service publishes them once more.
        Eventually.get("user-service has read the write-ahead log", BOUND, tables::collectLags, EventsBench::isSmall);
    }

    /** Work to do while user-service is suspended and stays warm. */
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

    private static boolean isSmall(Map<String, Long> lags) {
        return lags.values().stream().allMatch(lag -> lag < 1 << 20);
    }

    private void print(int run, String relay, Histogram latencies, double perSecond) {
        out.printf(
                Locale.ROOT,
                "run %d, %-7s: commit to Kafka p50 %,.1f ms, p99 %,.1f ms, max %,.1f ms; backlog %,.0f/s%n",
                run,
                relay,
                latencies.getValueAtPercentile(50) / 1e3,
                latencies.getValueAtPercentile(99) / 1e3,
                latencies.getMaxValue() / 1e3,
                perSecond);
    }

    private void write(long id) throws SQLException {
        try (EventWriter writer = new EventWriter(description, id)) {
            writer.commitMany(backlog, EVENTS_PER_TRANSACTION);
        }
    }

    private double awaitDrained(EventArrivalConsumer arrivals) {
        Eventually.holds("the backlog is published", BOUND, () -> arrivals.count() >= backlog);
        return (backlog - 1) / arrivals.seconds();
    }

    private void awaitEmptyOutbox() {
        Eventually.holds("the outbox is empty", BOUND, () -> tables.outboxRows() == 0);
    }

    /** Commits events at a steady rate; returns the microseconds from each commit to the arrival in Kafka. */
    private Histogram steadyLatencies() throws Exception {
        long id = ThreadLocalRandom.current().nextLong();
        Map<Long, Long> committed = new TreeMap<>();
        try (EventWriter writer = new EventWriter(description, id);
                EventArrivalConsumer arrivals = new EventArrivalConsumer(description.kafka(), id)) {
            long start = System.nanoTime();
            for (int i = 0; i < PER_SECOND * SECONDS; i++) {
                long due = start + i * 1_000_000_000L / PER_SECOND;
                LockSupport.parkNanos(due - System.nanoTime());
                committed.put(writer.commitOne(), System.nanoTime());
            }
            Eventually.holds("all events have arrived", BOUND, () -> arrivals.count() == committed.size());
            Histogram latencies = new Histogram(3);
            List<Long> arrivedEarly = new ArrayList<>();
            committed.forEach((number, at) -> {
                long micros = (arrivals.arrival(number) - at) / 1_000;
                if (micros < 0) {
                    arrivedEarly.add(number);
                }
                latencies.recordValue(Math.max(0, micros));
            });
            if (arrivedEarly.size() > committed.size() / 100) {
                throw new IllegalStateException(arrivedEarly.size() + " events arrived before their commit returned");
            }
            return latencies;
        }
    }
}
