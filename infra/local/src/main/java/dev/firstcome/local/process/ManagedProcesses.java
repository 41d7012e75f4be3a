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
 * Starts, finds and ends the parts of one platform. A part is found by what was written down when it was started, so any
 * process of the same user can act on it; a process that was not started here is never touched.
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

    /** Starts the part, unless it runs, and waits until it is ready. */
    public void start(ManagedProcess part) {
        launch(part);
        awaitReady(part);
    }

    /** Starts the part, unless it runs. */
    public void launch(ManagedProcess part) {
        if (isRunning(part.name())) {
            return;
        }
        if (records.find(part.name()).isPresent()) {
            // It ended by itself, and its threads may hold its ports for a moment longer.
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
        boolean inTime =
                BoundedWait.until(part.readyWithin(), part.readyStep(), () -> !isRunning(part.name()) || part.isReady());
        if (!isRunning(part.name())) {
            throw failure(part.name(), "ended before it was ready");
        }
        if (!inTime) {
            throw failure(
                    part.name(), "was not ready within " + part.readyWithin().toSeconds() + " s");
        }
    }

    /** The failure of a part, with where its log is and how it ends. */
    public LocalPlatformException failure(String name, String what) {
        Path log = layout.log(name);
        return LocalPlatformException.failed(
                name + " " + what + ". The end of its log, " + log + ":\n" + LogTail.of(log, LOG_LINES));
    }

    public static void requireFreePorts(ManagedProcess part) {
        part.ports().forEach(port -> PortHolder.requireFree(port, part.name()));
    }

    /** Puts the logs aside that have grown large: of parts that do not do it themselves. */
    public void rotateLogs() {
        for (ProcessRecord part : recorded()) {
            try {
                LogTail.rotate(layout.log(part.name()));
            } catch (IOException e) {
                throw LocalPlatformException.failed("Cannot put the log of " + part.name() + " aside", e);
            }
        }
    }

    /** Nothing is started any more from here; what is being started just now is recorded first. */
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

    /** Ctrl-C goes to the session of the terminal: only `up` shall get it, and end the parts in order. */
    private static List<String> inOwnSession(List<String> command) {
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            List<String> own = new ArrayList<>(List.of("/usr/bin/setsid"));
            own.addAll(command);
            return own;
        }
        return command;
    }

    /** Ends these parts in good order, all at once; what has not ended within a bound is killed. */
    public void stop(Collection<ProcessRecord> parts) {
        for (ProcessRecord part : parts) {
            if (part.process().isAlive()) {
                // What is stopped by a signal does not see another one but this.
                Signals.send("CONT", new ProcessTree(part.process()).pids());
                Signals.send(part.stopSignal(), List.of(part.process().pid()));
            }
        }
        BoundedWait.until(
                STOP_BOUND,
                () -> parts.stream().noneMatch(part -> part.process().isAlive()));
        parts.forEach(this::kill);
    }

    /** Ends a part at once (SIGKILL), with all processes below it, and forgets it. */
    public void kill(ProcessRecord part) {
        List<ProcessIdentity> members = new ProcessTree(part.process()).members();
        Signals.send("KILL", members.stream().map(ProcessIdentity::pid).toList());
        if (!BoundedWait.until(KILL_BOUND, () -> members.stream().noneMatch(ProcessIdentity::isAlive))) {
            throw LocalPlatformException.failed(
                    part.name() + " (process " + part.process().pid() + ") does not end, even killed");
        }
        if (!members.isEmpty()) {
            // A process is dead before all of its threads are, and until then its port is not free for the next one.
            // Should somebody else have taken the port meanwhile, the next start says who.
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

    /** Which part is connected to what. */
    public Callers callers() {
        return new Callers(this);
    }

    /** The part of this name, which must run. */
    public ProcessRecord require(String name) {
        return records.find(name)
                .filter(part -> part.process().isAlive())
                .orElseThrow(() -> LocalPlatformException.failed(name + " does not run. Running: "
                        + String.join(
                                ", ", running().stream().map(ProcessRecord::name).toList())));
    }
}
