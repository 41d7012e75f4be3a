package dev.firstcome.local.process;

import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalPlatformException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Starts, finds and stops the processes of one platform. They are found by their records, so any process of the same
 * user can control them. Other processes are never signalled.
 */
public final class ManagedProcesses {
    private static final int LOG_LINES = 40;
    private static final Duration STOP_BOUND = Duration.ofSeconds(30);
    private static final Duration KILL_BOUND = Duration.ofSeconds(10);
    private static final Duration PORT_BOUND = Duration.ofSeconds(5);

    private final Layout layout;
    private final ProcessRecords records;
    private boolean closed;

    public ManagedProcesses(Layout layout) {
        this.layout = layout;
        this.records = new ProcessRecords(layout.records());
    }

    public List<ProcessRecord> recorded() {
        return records.all();
    }

    public List<ProcessRecord> running() {
        return recorded().stream().filter(part -> part.process().isAlive()).toList();
    }

    public boolean isRunning(String name) {
        return records.find(name).filter(part -> part.process().isAlive()).isPresent();
    }

    public Optional<ProcessStat> stat(ProcessRecord part) {
        return part.process().find();
    }

    public long pssKiB(ProcessRecord part) {
        return new ProcessTree(part.process()).pssKiB();
    }

    /** Starts the process unless it runs, and waits until it is ready. */
    public void start(ManagedProcess part) {
        launch(part);
        awaitReady(part);
    }

    /** Starts the process unless it runs. */
    public void launch(ManagedProcess part) {
        if (isRunning(part.name())) {
            return;
        }
        if (records.find(part.name()).isPresent()) {
            // It ended by itself, and its threads may hold its ports for a short time.
            BoundedWait.until(KILL_BOUND, () -> part.ports().stream().allMatch(PortHolder::isFree));
        }
        requireFreePorts(part);
        part.prepare();
        try {
            spawn(part);
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot start " + part.name() + ": " + e.getMessage(), e);
        }
    }

    public void awaitReady(ManagedProcess part) {
        boolean inTime = BoundedWait.until(
                part.readyWithin(), part.readyStep(), () -> !isRunning(part.name()) || part.isReady());
        if (!isRunning(part.name())) {
            throw failure(part.name(), "ended before it was ready");
        }
        if (!inTime) {
            throw failure(
                    part.name(), "was not ready within " + part.readyWithin().toSeconds() + " s");
        }
    }

    /** Returns the failure of a process, with the path and the last lines of its log. */
    public LocalPlatformException failure(String name, String what) {
        Path log = layout.log(name);
        return LocalPlatformException.failed(
                name + " " + what + ". The end of its log, " + log + ":\n" + LogTail.of(log, LOG_LINES));
    }

    public static void requireFreePorts(ManagedProcess part) {
        part.ports().forEach(port -> PortHolder.requireFree(port, part.name()));
    }

    /** Rotates large logs of processes that do not rotate them themselves. */
    public void rotateLogs() {
        for (ProcessRecord part : recorded()) {
            try {
                LogTail.rotate(layout.log(part.name()));
            } catch (IOException e) {
                throw LocalPlatformException.failed("Cannot put the log of " + part.name() + " aside", e);
            }
        }
    }

    /** Refuses all further starts. A start in progress is recorded first. */
    public synchronized void refuseStarts() {
        closed = true;
    }

    private synchronized void spawn(ManagedProcess part) throws IOException {
        if (closed) {
            throw LocalPlatformException.failed(part.name() + " is not started: the platform is being stopped");
        }
        Path log = layout.log(part.name());
        LogTail.rotate(log);
        Files.createDirectories(part.workingDirectory());
        List<String> command = inOwnSession(part.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(part.workingDirectory().toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(part.environment());
        Process process = builder.start();
        ProcessIdentity identity = ProcessIdentity.of(process.pid())
                .orElseThrow(() -> failure(part.name(), "ended as soon as it was started"));
        records.write(new ProcessRecord(
                part.name(), part.stage(), identity, Instant.now(), part.port(), part.stopSignal(), command));
    }

    /** Ctrl-C signals the session of the terminal. Only `up` may receive it, and stops the processes in order. */
    private static List<String> inOwnSession(List<String> command) {
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            List<String> own = new ArrayList<>(List.of("/usr/bin/setsid"));
            own.addAll(command);
            return own;
        }
        return command;
    }

    /** Stops these processes gracefully and concurrently. Kills those that do not end within the timeout. */
    public void stop(Collection<ProcessRecord> parts) {
        for (ProcessRecord part : parts) {
            if (part.process().isAlive()) {
                // A suspended process handles no other signal.
                Signals.send("CONT", new ProcessTree(part.process()).pids());
                Signals.send(part.stopSignal(), List.of(part.process().pid()));
            }
        }
        BoundedWait.until(
                STOP_BOUND,
                () -> parts.stream().noneMatch(part -> part.process().isAlive()));
        parts.forEach(this::kill);
    }

    /** Kills a process and all its descendants with SIGKILL, and removes its record. */
    public void kill(ProcessRecord part) {
        List<ProcessIdentity> members = new ProcessTree(part.process()).members();
        Signals.send("KILL", members.stream().map(ProcessIdentity::pid).toList());
        if (!BoundedWait.until(KILL_BOUND, () -> members.stream().noneMatch(ProcessIdentity::isAlive))) {
            throw LocalPlatformException.failed(
                    part.name() + " (process " + part.process().pid() + ") does not end, even killed");
        }
        if (!members.isEmpty()) {
            // A process is dead before all of its threads have ended, and until then its port is not free. If another
            // process has taken the port, the next start reports it.
            BoundedWait.until(PORT_BOUND, () -> PortHolder.isFree(part.port()));
        }
        records.remove(part.name());
    }

    public void pause(ProcessRecord part) {
        Signals.send("STOP", new ProcessTree(part.process()).pids());
    }

    public void resume(ProcessRecord part) {
        Signals.send("CONT", new ProcessTree(part.process()).pids());
    }

    /** Finds the owners of connections between processes. */
    public ConnectionOwnerLookup connectionOwners() {
        return new ConnectionOwnerLookup(this);
    }

    /** Returns the running process with this name; fails if it does not run. */
    public ProcessRecord require(String name) {
        return records.find(name)
                .filter(part -> part.process().isAlive())
                .orElseThrow(() -> LocalPlatformException.failed(name + " does not run. Running: "
                        + String.join(
                                ", ",
                                running().stream().map(ProcessRecord::name).toList())));
    }
}
