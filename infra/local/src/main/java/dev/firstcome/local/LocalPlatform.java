package dev.firstcome.local;

import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.local.layout.DataFormat;
import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.PlatformSettings;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.layout.Route;
import dev.firstcome.local.layout.Secrets;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.process.ManagedProcess;
import dev.firstcome.local.process.ManagedProcess.Stage;
import dev.firstcome.local.process.ManagedProcesses;
import dev.firstcome.local.process.OwnedFolders;
import dev.firstcome.local.process.PortBlock;
import dev.firstcome.local.process.ProcessRecord;
import dev.firstcome.local.service.ServiceExtras;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One platform on this machine: real Kafka, Postgres, Redis and the services, each a process of its own. All acts go by what
 * was written down at a part's start, so several programs can act on one platform.
 *
 * <p>A test makes its own with {@link #temporary(String)}; {@link #open(Path)} takes one that is (or will be) in a folder.
 */
public final class LocalPlatform implements AutoCloseable {
    /** Longer than any token that a replaced key has signed. */
    private static final Duration TOKEN_KEY_KEPT_FOR = Duration.ofMinutes(30);

    private final Layout layout;
    private final PlatformSettings settings;
    private final PlatformProcesses platform;
    private final ManagedProcesses parts;
    private final List<PortBlock> temporaryPorts;

    private LocalPlatform(
            Layout layout,
            PlatformSettings settings,
            PlatformProcesses platform,
            ManagedProcesses parts,
            List<PortBlock> temporaryPorts) {
        this.layout = layout;
        this.settings = settings;
        this.platform = platform;
        this.parts = parts;
        this.temporaryPorts = temporaryPorts;
    }

    /** The platform whose data is in the folder, with the settings it was made with. Starts nothing. */
    public static LocalPlatform open(Path data) {
        Layout layout = Layout.of(ProjectRoot.find(), data);
        return open(layout, PlatformSettings.read(layout.settings()), ServiceDefinition.ALL);
    }

    /** A platform in a folder with these settings and services. Starts nothing. */
    public static LocalPlatform open(Layout layout, PlatformSettings settings, List<ServiceDefinition> services) {
        layout.create();
        return new LocalPlatform(
                layout,
                settings,
                new PlatformProcesses(layout, settings, services, Map.of()),
                new ManagedProcesses(layout),
                List.of());
    }

    /** A platform of its own for a test: free ports, a folder under the project's target/, gone when it is closed. */
    public static Builder temporary(String label) {
        return new Builder(label);
    }

    /** Starts what does not run and returns when all is ready; on a failure ends what it has started. */
    public PlatformDescription up(Progress progress) {
        layout.create();
        try (FileChannel channel = FileChannel.open(
                        layout.data().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = exclusive(channel)) {
            Preconditions.require(layout, platform, parts);
            new DataFormat(layout).require();
            settings.write(layout.settings());
            new Startup(layout, settings, platform, parts, progress).run();
            PlatformDescription description = description();
            description.write(layout.description());
            makeCaches();
            return description;
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot lock " + layout.data(), e);
        }
    }

    /**
     * Builds missing AOT caches in the background; a failure to do so does not matter. Not for tests: building costs more than
     * the few starts of a test would save.
     */
    private void makeCaches() {
        try {
            if (temporaryPorts.isEmpty() && platform.cachesWanted()) {
                parts.launch(new AotCacheBuilder(layout));
            }
        } catch (LocalPlatformException | UncheckedIOException e) {
            // The next start is slower; the log of what was to make them says why.
        }
    }

    /** How many of the parts that can start with a class cache would do so now. */
    public long cachesThere() {
        return platform.cached().stream().filter(part -> part.cache().isThere()).count();
    }

    /** How many of the parts can start with a class cache. */
    public long cachesAtMost() {
        return platform.cached().size();
    }

    public PlatformDescription description() {
        return platform.description();
    }

    /** Where {@link #description()} can be read by other programs once the platform is up. */
    public Path descriptionFile() {
        return layout.description();
    }

    public Layout layout() {
        return layout;
    }

    public PlatformSettings settings() {
        return settings;
    }

    /** What somebody must pass on while the platform runs, from before its start on; mostly nothing. */
    public List<Route> routes() {
        return settings.routes();
    }

    /** All parts by name, in the order in which they are shown. */
    public List<ManagedProcess> parts() {
        return platform.all();
    }

    public ManagedProcesses processes() {
        return parts;
    }

    public boolean isRunning(String part) {
        return parts.isRunning(part);
    }

    /** SIGKILL to the part and all its processes; returns when they are gone. */
    public void kill(String part) {
        platform.require(part);
        parts.kill(parts.require(part));
    }

    /** SIGSTOP: the part is there but does nothing. */
    public void pause(String part) {
        platform.require(part);
        parts.pause(parts.require(part));
    }

    /** SIGCONT, after {@link #pause(String)}. */
    public void resume(String part) {
        platform.require(part);
        parts.resume(parts.require(part));
    }

    /** Ends the part in good order. */
    public void stop(String part) {
        platform.require(part);
        parts.stop(List.of(parts.require(part)));
    }

    /** Starts the part, unless it runs, and returns when it is ready. */
    public void start(String part) {
        parts.start(platform.require(part));
    }

    /** Starts the part, unless it runs, and does not wait for it. */
    public void launch(String part) {
        parts.launch(platform.require(part));
    }

    /** Ends the part in good order if it runs, and starts it again. */
    public void restart(String part) {
        ManagedProcess wanted = platform.require(part);
        if (parts.isRunning(part)) {
            parts.stop(List.of(parts.require(part)));
        }
        parts.start(wanted);
    }

    /**
     * A standby takes its shard's lead, and the one that led becomes its standby; it is ended first if it runs.
     *
     * @param acceptLoss whether it may lead although it may lack what was acknowledged; else that is refused
     */
    public ShardPromoted promote(String server, boolean acceptLoss, Progress progress) {
        platform.require(server);
        return new Promotion(platform, parts, progress).run(server, acceptLoss);
    }

    /**
     * New credentials for a service, which is restarted with them if it runs; the old ones are refused from then on.
     * Kafka and the primaries must run.
     */
    public void rotate(String service) {
        ServiceDefinition definition = ServiceDefinition.named(service);
        Rotation rotation = new Rotation(platform, parts, new Secrets(layout.secrets()), definition);
        rotation.needed().forEach(parts::require);
        rotation.change();
        for (String part : settings.partsOf(service)) {
            if (parts.isRunning(part)) {
                restart(part);
            }
        }
        rotation.refuseOld();
        description().write(layout.description());
    }

    /** A new key for users' tokens beside the present one, which stays good as long as its tokens; gives the new one's id. */
    public String rotateTokenKeys() {
        return new Secrets(layout.secrets()).tokenKeys().rotate(TOKEN_KEY_KEPT_FOR);
    }

    /** The folder of the public keys with which receipts and proofs are checked. */
    public Path proofKeys() {
        return new Secrets(layout.secrets()).proofKeys().publicKeys();
    }

    /** This platform, with other extras for a service from its next start on: call {@link #restart} on the result. */
    public LocalPlatform with(String service, ServiceExtras extras) {
        PlatformProcesses other = new PlatformProcesses(layout, settings, ServiceDefinition.ALL, Map.of(service, extras));
        other.require(service);
        return new LocalPlatform(layout, settings, other, parts, temporaryPorts);
    }

    /** Ends all parts in good order, services first. */
    public void down() {
        for (Stage stage : Stage.values()) {
            parts.stop(parts.recorded().stream()
                    .filter(part -> part.stage() == stage)
                    .toList());
        }
    }

    /** Ends a temporary platform at once and removes its data, but not its logs. A platform of {@link #open} goes on. */
    @Override
    public void close() {
        if (temporaryPorts.isEmpty()) {
            return;
        }
        discard();
        temporaryPorts.forEach(PortBlock::close);
    }

    /** Kills every part and removes the data; logs stay. */
    void discard() {
        for (ProcessRecord part : parts.recorded()) {
            parts.kill(part);
        }
        FileTree.delete(layout.data().resolve("parts"));
    }

    private FileLock exclusive(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            throw LocalPlatformException.failed("This program is already starting the platform in " + layout.data(), e);
        }
        throw LocalPlatformException.failed("Another program is just starting the platform in " + layout.data());
    }

    /** How a test's platform shall be. By default: one broker, no replicas, all services as built. */
    public static final class Builder {
        private final String label;
        private int brokers = 1;
        private boolean replicas;
        private boolean routed;
        private boolean shortLived;
        private final Map<String, Integer> scale = new HashMap<>();
        private List<ServiceDefinition> services = ServiceDefinition.ALL;
        private final Map<String, ServiceExtras> extras = new HashMap<>();

        private Builder(String label) {
            this.label = label;
        }

        public Builder brokers(int count) {
            brokers = count;
            return this;
        }

        public Builder replicas() {
            replicas = true;
            return this;
        }

        /** So many instances of this service. */
        public Builder scale(String service, int instances) {
            scale.put(service, instances);
            return this;
        }

        /**
         * Parts are reached at ports other than those that they listen on, so that somebody can stand between. Make it with
         * {@link #prepare()}, pass on what its {@link LocalPlatform#routes()} say, and call {@link #up} then.
         */
        public Builder routed() {
            routed = true;
            return this;
        }

        /** Its services are started again and again, and none runs for long. */
        public Builder shortLived(boolean so) {
            shortLived = so;
            return this;
        }

        /** Only these services, by name; none for the infrastructure alone. */
        public Builder services(String... names) {
            List<String> wanted = List.of(names);
            services = ServiceDefinition.ALL.stream()
                    .filter(service -> wanted.contains(service.name()))
                    .toList();
            return this;
        }

        public Builder extras(String service, ServiceExtras added) {
            extras.put(service, added);
            return this;
        }

        /** Starts it; returns when all is ready. It ends with this JVM, if not closed before. */
        public LocalPlatform start() {
            return start(Progress.SILENT);
        }

        public LocalPlatform start(Progress progress) {
            LocalPlatform platform = prepare();
            platform.up(progress);
            return platform;
        }

        /** A platform on ports that this process holds, not started yet. It ends with this JVM, if not closed before. */
        public LocalPlatform prepare() {
            LocalPlatform platform = prepare(OwnedFolders.ofThisProcess(label));
            Runtime.getRuntime().addShutdownHook(new Thread(platform::discard, "end " + label));
            return platform;
        }

        /** A platform in the given folder, on ports that this process holds; not started yet. */
        LocalPlatform prepare(Path data) {
            ProjectRoot root = ProjectRoot.find();
            Layout layout = new Layout(root, data, OwnedFolders.binaries(root));
            layout.create();
            List<PortBlock> ports = routed ? List.of(PortBlock.take(), PortBlock.take()) : List.of(PortBlock.take());
            PlatformSettings settings = new PlatformSettings(
                    ports.getFirst().base(),
                    brokers,
                    replicas,
                    routed ? ports.getLast().base() : null,
                    scale,
                    shortLived ? Boolean.TRUE : null);
            PlatformProcesses parts = new PlatformProcesses(layout, settings, services, Map.copyOf(extras));
            return new LocalPlatform(layout, settings, parts, new ManagedProcesses(layout), ports);
        }
    }
}
