package dev.firstcome.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The state of a process as reported by the kernel.
 *
 * @param state R, S, D, T (stopped by a signal), Z (ended, not yet reaped), ...
 * @param startTicks the start time in hundredths of a second since the machine started. Together with the process id,
 *     it identifies a process. Unlike a wall-clock time, it does not change when the clock is set.
 */
public record ProcessStat(long pid, long parent, char state, long startTicks) {
    private static final int TICKS_PER_SECOND = 100;

    /** Empty if there is no such process, or if it has ended and is not reaped yet. */
    public static Optional<ProcessStat> of(long pid) {
        try {
            ProcessStat stat = parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
            return stat.state() == 'Z' || stat.state() == 'X' ? Optional.empty() : Optional.of(stat);
        } catch (IOException e) {
            // A process that ends while it is read gives "no such process".
            return Optional.empty();
        }
    }

    static ProcessStat parse(String line) {
        // The name is in parentheses and may contain any character, including parentheses and spaces.
        int nameEnd = line.lastIndexOf(')');
        long pid = Long.parseLong(line.substring(0, line.indexOf(' ')));
        String[] fields = line.substring(nameEnd + 2).split(" ", -1);
        return new ProcessStat(pid, Long.parseLong(fields[1]), fields[0].charAt(0), Long.parseLong(fields[19]));
    }

    /** Seconds since it was started. */
    public long uptimeSeconds() {
        try {
            String up = Files.readString(Path.of("/proc/uptime"));
            return (long) Double.parseDouble(up.substring(0, up.indexOf(' '))) - startTicks / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0;
        }
    }
}
