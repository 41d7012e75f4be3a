package dev.firstcome.e2e.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The machine that figures belong to. */
final class Machine {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Machine() {}

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
