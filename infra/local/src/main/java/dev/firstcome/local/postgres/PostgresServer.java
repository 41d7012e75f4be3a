package dev.firstcome.local.postgres;

import dev.firstcome.local.containers.ContainerImage;
import dev.firstcome.local.containers.ContainerSpec;
import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.process.LogCount;
import dev.firstcome.local.process.ManagedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One Postgres process: a primary or a streaming replica. Its data folder must exist before the start. */
public final class PostgresServer implements ManagedProcess {
    private static final String CONTAINER_CONFIGURATION = "/etc/postgresql/postgresql.conf";
    private static final String CONTAINER_HBA = "/etc/postgresql/pg_hba.conf";
    private static final String CONTAINER_SOCKETS = "/var/run/postgresql";
    private static final String STATEMENTS = "pg_stat_statements";

    private final String name;
    private final int port;
    private final Layout layout;
    private final PostgresBinaries binaries;
    private final SuperUser superUser;
    private final HostAccess access;
    private final @Nullable Upstream upstream;

    PostgresServer(Place place, SuperUser superUser, HostAccess access, @Nullable Upstream upstream) {
        this.name = place.name();
        this.port = place.port();
        this.layout = place.layout();
        this.binaries = place.binaries();
        this.superUser = superUser;
        this.access = access;
        this.upstream = upstream;
    }

    /** The folder and the port of a server. */
    record Place(String name, int port, Layout layout, PostgresBinaries binaries) {}

    /**
     * The primary that a replica follows.
     *
     * @param port the advertised port
     * @param data the data folder
     * @param backup the base backup of the primary
     */
    record Upstream(int port, String slot, String password, Path data, BaseBackup backup) {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public Stage stage() {
        return Stage.INFRASTRUCTURE;
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    @Override
    public void prepare() {
        if (upstream != null && !Files.exists(workingDirectory().resolve("standby.signal"))) {
            // It is new or a former primary, so its data may differ from the data of the primary.
            upstream.backup().make(upstream.data(), workingDirectory());
        }
        String libraries = binaries.hasLibrary(STATEMENTS) ? STATEMENTS : "";
        FileTree.writePrivate(configuration(), settings("127.0.0.1", "", libraries));
        FileTree.writePrivate(hba(), access.ofProcess());
        try {
            // The server does not run. After a crash, the file may contain the id of another process.
            Files.deleteIfExists(workingDirectory().resolve("postmaster.pid"));
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot remove what a crash of " + name + " has left", e);
        }
    }

    @Override
    public List<String> command() {
        return Unprivileged.command(List.of(
                binaries.program("postgres").toString(),
                "-D",
                workingDirectory().toString(),
                "-c",
                "config_file=" + configuration(),
                "-c",
                "hba_file=" + hba()));
    }

    @Override
    public Path workingDirectory() {
        return layout.part(name);
    }

    @Override
    public boolean isReady() {
        try (Connection connection = superUser.connect(port, "postgres")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** SIGINT terminates sessions. SIGTERM would wait until all clients have disconnected. */
    @Override
    public String stopSignal() {
        return "INT";
    }

    /** The server logs each refusal. */
    @Override
    public long refused(Path log) {
        return LogCount.of(
                log, List.of("password authentication failed", "no pg_hba.conf entry", "permission denied", "must be"));
    }

    private Path configuration() {
        return layout.configuration(name + ".conf");
    }

    private Path hba() {
        return layout.configuration(name + "-hba.conf");
    }

    /** Returns this server as a container of the official image, with the same settings and access rules. */
    ContainerSpec container() {
        return new ContainerSpec(
                name,
                ContainerImage.POSTGRES,
                Map.of(
                        "POSTGRES_PASSWORD",
                        superUser.password(),
                        "POSTGRES_INITDB_ARGS",
                        String.join(" ", PostgresShard.INITDB_OPTIONS)),
                List.of("postgres", "-c", "config_file=" + CONTAINER_CONFIGURATION, "-c", "hba_file=" + CONTAINER_HBA),
                Map.of(
                        CONTAINER_CONFIGURATION,
                        settings("*", CONTAINER_SOCKETS, STATEMENTS),
                        CONTAINER_HBA,
                        access.ofContainer()),
                new ContainerSpec.Network.Published(List.of(port)));
    }

    private String settings(String addresses, String sockets, String libraries) {
        String common = """
            listen_addresses = '%s'
            port = %d
            unix_socket_directories = '%s'
            max_connections = 100
            shared_buffers = 32MB
            jit = off
            io_workers = 1
            autovacuum_max_workers = 2
            wal_level = logical
            synchronous_commit = on
            max_wal_size = 512MB
            max_slot_wal_keep_size = 2GB
            idle_replication_slot_timeout = 1d
            password_encryption = scram-sha-256
            shared_preload_libraries = '%s'
            timezone = 'UTC'
            log_timezone = 'UTC'
            log_line_prefix = '%%m [%%p] %%q%%u@%%d '
            """.formatted(addresses, port, sockets, libraries);
        return upstream == null ? common : common + following(upstream);
    }

    private static String following(Upstream upstream) {
        return """
               primary_conninfo = 'host=127.0.0.1 port=%d user=replicator password=%s application_name=%s'
               primary_slot_name = '%s'
               hot_standby_feedback = on
               wal_retrieve_retry_interval = 500ms
               wal_receiver_status_interval = 1s
               """.formatted(upstream.port(), upstream.password(), upstream.slot(), upstream.slot());
    }
}
