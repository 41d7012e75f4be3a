package dev.firstcome.e2e.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** The machine that runs the benchmark. */
public final class Machine {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final Duration SAMPLE_INTERVAL = Duration.ofMillis(500);
    private static final Duration IDLE_BOUND = Duration.ofMinutes(2);
    private static final double IDLE_MAX = 0.15;

    private Machine() {}

    /**
     * Waits until the CPU load is low in two consecutive samples. Background work of one run, such as publishing
     * coupons, must not overlap the next run. Returns after two minutes even if the machine is still busy.
     */
    static void awaitIdle() throws InterruptedException {
        long end = System.nanoTime() + IDLE_BOUND.toNanos();
        SYSTEM.getCpuLoad(); // the first call starts the sampling interval
        int idle = 0;
        while (idle < 2 && System.nanoTime() < end) {
            Thread.sleep(SAMPLE_INTERVAL);
            idle = SYSTEM.getCpuLoad() <= IDLE_MAX ? idle + 1 : 0;
        }
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
