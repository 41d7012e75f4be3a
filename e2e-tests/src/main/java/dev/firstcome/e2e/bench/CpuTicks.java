package dev.firstcome.e2e.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The CPU time in a {@code stat} file of {@code /proc}, as described in proc(5).
 *
 * @param name the name of the process or thread
 */
record CpuTicks(String name, double seconds) {
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    /** Returns no name and no time if the process or thread has ended. */
    static CpuTicks read(Path stat) throws IOException {
        try {
            String line = Files.readString(stat);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return new CpuTicks(
                    line.substring(line.indexOf('(') + 1, line.lastIndexOf(')')),
                    (Double.parseDouble(fields[USER_TICKS]) + Double.parseDouble(fields[SYSTEM_TICKS]))
                            / TICKS_PER_SECOND);
        } catch (NoSuchFileException ended) {
            return new CpuTicks("", 0);
        }
    }
}
