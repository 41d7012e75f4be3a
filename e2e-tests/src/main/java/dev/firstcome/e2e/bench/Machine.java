package dev.firstcome.e2e.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The machine that runs the benchmark. */
public final class Machine {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final Duration SAMPLE_INTERVAL = Duration.ofMillis(500);
    private static final Duration IDLE_BOUND = Duration.ofMinutes(2);

    private Machine() {}

    /**
     * Waits until the CPU load is low in two consecutive samples. Background work of one run, such as publishing
     * coupons, must not overlap the next run. Returns after two minutes even if the machine is still busy.
     */
    static void awaitIdle() throws InterruptedException {
        SYSTEM.getCpuLoad(); // the first call starts the sampling interval
        IdleDetector detector = new IdleDetector(SYSTEM::getCpuLoad);
        long interval = SAMPLE_INTERVAL.toMillis();
        try (ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor()) {
            sampler.scheduleAtFixedRate(detector::sample, interval, interval, TimeUnit.MILLISECONDS);
            detector.await(IDLE_BOUND);
        } // close() cancels the sampling
    }

    public static String description() {
        return String.format(
                Locale.ROOT,
                "%d cores (%s), %.1f GiB, %s %s, Java %s",
                SYSTEM.getAvailableProcessors(),
                processor(),
                SYSTEM.getTotalMemorySize() / 1024.0 / 1024 / 1024,
                SYSTEM.getName(),
                SYSTEM.getVersion(),
                Runtime.version());
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(SYSTEM.getArch());
        } catch (IOException e) {
            return SYSTEM.getArch();
        }
    }

    /** Measures the load of all cores between its creation and {@link #percentOfOneCore()}. */
    static final class Load {
        Load() {
            SYSTEM.getCpuLoad(); // starts the sampling interval
        }

        /** The load in percent of one core: 200 if two cores are busy. */
        double percentOfOneCore() {
            return 100 * SYSTEM.getCpuLoad() * SYSTEM.getAvailableProcessors();
        }
    }

    /** Measures this process's share of all cores between its creation and {@link #percent()}. */
    static final class CpuShare {
        private final long start = System.nanoTime();
        private final long cpu = SYSTEM.getProcessCpuTime();

        double percent() {
            double wall = System.nanoTime() - start;
            return 100.0 * (SYSTEM.getProcessCpuTime() - cpu) / wall / SYSTEM.getAvailableProcessors();
        }
    }
}
