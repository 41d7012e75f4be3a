package dev.firstcome.e2e.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** The machine that figures belong to. */
final class Machine {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration IDLE_BOUND = Duration.ofMinutes(2);
    private static final double IDLE_MAX = 0.15;

    private Machine() {}

    /**
     * Waits until the processors have little to do, twice in a row: what a run leaves to others, as coupons to be told of,
     * is not to be done during the next. Goes on after two minutes, on a machine that is never idle.
     */
    static void becomesIdle() throws InterruptedException {
        long end = System.nanoTime() + IDLE_BOUND.toNanos();
        SYSTEM.getCpuLoad(); // the load since the call before
        int idle = 0;
        while (idle < 2 && System.nanoTime() < end) {
            Thread.sleep(LOOK);
            idle = SYSTEM.getCpuLoad() <= IDLE_MAX ? idle + 1 : 0;
        }
    }

    static String description() {
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

    /** Measures this process's share of all cores between its creation and {@link #percent()}. */
    static final class Share {
        private final long start = System.nanoTime();
        private final long cpu = SYSTEM.getProcessCpuTime();

        double percent() {
            double wall = System.nanoTime() - start;
            return 100.0 * (SYSTEM.getProcessCpuTime() - cpu) / wall / SYSTEM.getAvailableProcessors();
        }
    }
}
