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
 * A platform on this machine: real Kafka, Postgres, Redis and the services, each in a process of its own. Processes are
 * controlled by their records, so several programs can control one platform.
 *
 * <p>A test creates a platform with {@link #temporary(String)}; {@link #open(Path)} opens the platform of a folder.
 */
public final class LocalPlatform implements AutoCloseable {
    /** Longer than the validity of all tokens of a replaced key. */
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

    /** Returns the platform whose data is in the folder, with its stored settings. Starts nothing. */
    public static LocalPlatform open(Path data) {
        Layout layout = Layout.of(ProjectRoot.find(), data);
        return open(layout, PlatformSettings.read(layout.settings()), ServiceDefinition.ALL);
    }

    /** Returns a platform in a folder with these settings and services. Starts nothing. */
    public static LocalPlatform open(Layout layout, PlatformSettings settings, List<ServiceDefinition> services) {
        layout.create();
        return new LocalPlatform(
                layout,
                settings,
                new PlatformProcesses(layout, settings, services, Map.of()),
                new ManagedProcesses(layout),
                List.of());
    }

    /** Creates a platform for a test, with free ports and a folder under target/. Closing it deletes the folder. */
    public static Builder temporary(String label) {
        return new Builder(label);
    }

    /** Starts the missing processes and returns when all are ready. On a failure, stops the started processes. */
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
     * Builds missing AOT caches in the background; a failure to do so does not matter. Not for tests: building costs
     * more than the few starts of a test would save.
     */
    private void makeCaches() {
        try {
            if (temporaryPorts.isEmpty() && platform.cachesWanted()) {
                parts.launch(new AotCacheBuilder(layout));
            }
        } catch (LocalPlatformException | UncheckedIOException e) {
            // The next start is slower. The log of the builder contains the reason.
        }
    }

    /** Returns the number of processes with a usable AOT cache. */
    public long cachesThere() {
        return platform.cached().stream().filter(part -> part.cache().isThere()).count();
    }

    /** Returns the number of processes that can use an AOT cache. */
    public long cachesAtMost() {
        return platform.cached().size();
    }

    public PlatformDescription description() {
        return platform.description();
    }

    /** The file from which other programs read {@link #description()} once the platform is ready. */
    public Path descriptionFile() {
        return layout.description();
    }

    public Layout layout() {
        return layout;
    }

    public PlatformSettings settings() {
        return settings;
    }

    /** The ports that a proxy must forward while the platform runs, starting before it; usually none. */
    public List<Route> routes() {
        return settings.routes();
    }

    /** All processes by name, in display order. */
    public List<ManagedProcess> parts() {
        return platform.all();
    }

    public ManagedProcesses processes() {
        return parts;
    }

    public boolean isRunning(String part) {
        return parts.isRunning(part);
    }

    /** Kills the process and its descendants with SIGKILL, and returns when they have ended. */
    public void kill(String part) {
        platform.require(part);
        parts.kill(parts.require(part));
    }

    /** Suspends the process with SIGSTOP. */
    public void pause(String part) {
        platform.require(part);
        parts.pause(parts.require(part));
    }

    /** Resumes the process with SIGCONT, after {@link #pause(String)}. */
    public void resume(String part) {
        platform.require(part);
        parts.resume(parts.require(part));
    }

    /** Stops the process gracefully. */
    public void stop(String part) {
        platform.require(part);
        parts.stop(List.of(parts.require(part)));
    }

    /** Starts the process unless it runs, and returns when it is ready. */
    public void start(String part) {
        parts.start(platform.require(part));
    }

    /** Starts the process unless it runs, without waiting until it is ready. */
    public void launch(String part) {
        parts.launch(platform.require(part));
    }

    /** Stops the process gracefully if it runs, and starts it again. */
    public void restart(String part) {
        ManagedProcess wanted = platform.require(part);
        if (parts.isRunning(part)) {
            parts.stop(List.of(parts.require(part)));
        }
        parts.start(wanted);
    }

    /**
     * Promotes a standby. The former primary is stopped first if it runs, and becomes the standby.
     *
     * @param acceptLoss whether a standby that may lack acknowledged transactions may be promoted; otherwise this fails
     */
    public ShardPromoted promote(String server, boolean acceptLoss, Progress progress) {
        platform.require(server);
        return new Promotion(platform, parts, progress).run(server, acceptLoss);
    }

    /**
     * Rotates the credentials of a service and restarts it if it runs. The former credentials are revoked afterwards.
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

    /** Adds a key for user tokens and returns its id. The former key remains valid as long as its tokens. */
    public String rotateTokenKeys() {
        return new Secrets(layout.secrets()).tokenKeys().rotate(TOKEN_KEY_KEPT_FOR);
    }

    /** The folder of the public keys that verify receipts and proofs. */
    public Path proofKeys() {
        return new Secrets(layout.secrets()).proofKeys().publicKeys();
    }

    /** Returns this platform with other extras for a service. They apply after {@link #restart} on the result. */
    public LocalPlatform with(String service, ServiceExtras extras) {
        PlatformProcesses other =
                new PlatformProcesses(layout, settings, ServiceDefinition.ALL, Map.of(service, extras));
        other.require(service);
        return new LocalPlatform(layout, settings, other, parts, temporaryPorts);
    }

    /** Stops all processes gracefully, services first. */
    public void down() {
        for (Stage stage : Stage.values()) {
            parts.stop(parts.recorded().stream()
                    .filter(part -> part.stage() == stage)
                    .toList());
        }
    }

    /** Kills a temporary platform and deletes its data, but not its logs. A platform of {@link #open} continues. */
    @Override
    public void close() {
        if (temporaryPorts.isEmpty()) {
            return;
        }
        discard();
        temporaryPorts.forEach(PortBlock::close);
    }

    /** Kills all processes and deletes the data. Logs are kept. */
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
            throw LocalPlatformException.failed("This process is already starting the platform in " + layout.data(), e);
        }
        throw LocalPlatformException.failed("Another process is starting the platform in " + layout.data());
    }

    /** Configures the platform of a test. The default is one broker, no replicas, and all services as built. */
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

        /** Sets the number of instances of this service. */
        public Builder scale(String service, int instances) {
            scale.put(service, instances);
            return this;
        }

        /**
         * Advertises other ports than those on which the processes listen, so that a proxy can forward them. Call
         * {@link #prepare()}, forward the {@link LocalPlatform#routes()}, then call {@link #up}.
         */
        public Builder routed() {
            routed = true;
            return this;
        }

        /** Uses only the C1 compiler, for services that are restarted often. */
        public Builder shortLived(boolean so) {
            shortLived = so;
            return this;
        }

        /** Selects the services by name; none for the infrastructure alone. */
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

        /** Starts the platform and returns when it is ready. It ends with this JVM unless it is closed before. */
        public LocalPlatform start() {
            return start(Progress.SILENT);
        }

        public LocalPlatform start(Progress progress) {
            LocalPlatform platform = prepare();
            platform.up(progress);
            return platform;
        }

        /** Returns a platform on reserved ports, not started yet. It ends with this JVM unless it is closed before. */
        public LocalPlatform prepare() {
            LocalPlatform platform = prepare(OwnedFolders.ofThisProcess(label));
            Runtime.getRuntime().addShutdownHook(new Thread(platform::discard, "end " + label));
            return platform;
        }

        /** Returns a platform in the given folder on reserved ports, not started yet. */
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
