package dev.firstcome.e2e.bench;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.layout.ServiceDefinition;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The CPU usage of the services with an outbox while the platform has no work. The baseline is that of the machine. */
final class RestingLoad {
    private static final Duration SAMPLE = Duration.ofSeconds(15);
    private static final Duration SAMPLE_BOUND = SAMPLE.multipliedBy(2);
    private static final int SAMPLES = 5;
    private static final List<String> SERVICES = List.of(
            ServiceDefinition.USER, ServiceDefinition.CATALOG, ServiceDefinition.COUPON, ServiceDefinition.PAYMENT);

    private final List<Path> stats;
    private final PrintStream out;

    RestingLoad(LocalPlatform platform, PrintStream out) {
        this.stats = SERVICES.stream()
                .map(service -> platform.processes().require(service).process().pid())
                .map(pid -> Path.of("/proc", Long.toString(pid), "stat"))
                .toList();
        this.out = out;
    }

    /** @throws ExecutionException with the cause, if the CPU times cannot be read */
    Figure measure() throws InterruptedException, IOException, ExecutionException, TimeoutException {
        Series services = new Series();
        Series machine = new Series();
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            for (int sample = 1; sample <= SAMPLES; sample++) {
                Machine.awaitIdle();
                Machine.Load load = new Machine.Load();
                double before = seconds();
                long start = System.nanoTime();
                ScheduledFuture<Double> percent = timer.schedule(
                        () -> 100 * (seconds() - before) * 1e9 / (System.nanoTime() - start),
                        SAMPLE.toSeconds(),
                        TimeUnit.SECONDS);
                services.add(percent.get(SAMPLE_BOUND.toSeconds(), TimeUnit.SECONDS));
                machine.add(load.percentOfOneCore());
                out.printf(Locale.ROOT, "at rest, sample %d of %d%n", sample, SAMPLES);
            }
        }
        return new Figure("percent of one core that four services use at rest", services, machine, null);
    }

    private double seconds() throws IOException {
        double seconds = 0;
        for (Path stat : stats) {
            seconds += CpuTicks.read(stat).seconds();
        }
        return seconds;
    }
}
