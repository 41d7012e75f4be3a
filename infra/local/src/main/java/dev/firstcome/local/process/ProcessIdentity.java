package dev.firstcome.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The permanent identity of a process: its id, its start time and the boot id of the machine. A process with only the
 * same id is another process, and is never signalled.
 */
public record ProcessIdentity(long pid, long startTicks, String bootId) {

    public static ProcessIdentity current() {
        return of(ProcessHandle.current().pid())
                .orElseThrow(() -> new IllegalStateException("This process is not in /proc"));
    }

    /** Empty if no such process runs. */
    public static Optional<ProcessIdentity> of(long pid) {
        return ProcessStat.of(pid).map(stat -> new ProcessIdentity(pid, stat.startTicks(), bootIdOfMachine()));
    }

    /** Returns the process if it still runs. */
    public Optional<ProcessStat> find() {
        return bootId.equals(bootIdOfMachine())
                ? ProcessStat.of(pid).filter(stat -> stat.startTicks() == startTicks)
                : Optional.empty();
    }

    public boolean isAlive() {
        return find().isPresent();
    }

    private static String bootIdOfMachine() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the boot id of this machine", e);
        }
    }
}
