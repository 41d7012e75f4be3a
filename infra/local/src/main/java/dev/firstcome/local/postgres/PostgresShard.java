package dev.firstcome.local.postgres;

import dev.firstcome.local.containers.ContainerSpec;
import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.PlatformSettings;
import dev.firstcome.local.layout.Secrets;
import dev.firstcome.local.process.BoundedWait;
import dev.firstcome.local.process.LogTail;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One shard: a primary and, if the platform has replicas, a streaming replica. The current primary is recorded, so a
 * former primary never becomes the primary again by a restart.
 */
public final class PostgresShard {
    /** The options of {@code initdb} for a process and for a container; the locale is the same on every machine. */
    static final List<String> INITDB_OPTIONS = List.of(
            "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync");

    private static final int INITDB_SECONDS = 60;
    private static final Duration STREAMS_WITHIN = Duration.ofSeconds(30);

    private final String name;
    private final Layout layout;
    private final PlatformSettings settings;
    private final PostgresBinaries binaries;
    private final SuperUser superUser;
    private final String replicationPassword;
    private final List<ServiceDatabase> databases;

    public PostgresShard(
            int number, Layout layout, PlatformSettings settings, Secrets secrets, List<ServiceDatabase> databases) {
        this.name = "pg-" + number;
        this.layout = layout;
        this.settings = settings;
        this.binaries = new PostgresBinaries(layout);
        this.superUser = new SuperUser(secrets.password("postgres"));
        this.replicationPassword = secrets.password("postgres-replicator");
        this.databases = List.copyOf(databases);
    }

    public String name() {
        return name;
    }

    /** The port of the primary. */
    private int port() {
        return settings.ports().of(leader());
    }

    /** The advertised port of the initial primary. */
    public int advertisedPort() {
        return settings.advertised().of(name);
    }

    /** The advertised ports of the other servers. */
    public List<Integer> advertisedReplicaPorts() {
        return settings.replicas() ? List.of(settings.advertised().of(replicaName())) : List.of();
    }

    /** The standby names of the servers ({@code application_name}); empty without replicas. */
    public List<String> standbyNames() {
        return settings.replicas() ? List.of(slotOf(name), slotOf(replicaName())) : List.of();
    }

    public PostgresServer primary() {
        return new PostgresServer(place(leader()), superUser, new HostAccess(databases), null);
    }

    /** Returns the primary as a container. */
    public ContainerSpec container() {
        return primary().container();
    }

    public Optional<PostgresServer> replica() {
        return settings.replicas()
                ? Optional.of(new PostgresServer(
                        place(follower()),
                        superUser,
                        new HostAccess(databases),
                        new PostgresServer.Upstream(
                                settings.advertised().of(leader()),
                                slotOf(follower()),
                                replicationPassword,
                                layout.part(leader()),
                                new BaseBackup(superUser, port()))))
                : Optional.empty();
    }

    /** Both servers, ordered by name. */
    public List<PostgresServer> servers() {
        List<PostgresServer> servers = new ArrayList<>(List.of(primary()));
        replica().ifPresent(servers::add);
        servers.sort(Comparator.comparing(PostgresServer::name));
        return servers;
    }

    /** Records this server as the primary. The other server follows it after its next start. */
    public void leadBy(String server) {
        FileTree.writePrivate(leaderFile(), server);
    }

    /** Promotes the recorded primary after it has replayed all received WAL. */
    public void promote(String server) {
        try (Connection connection = superUser.connect(settings.ports().of(server), "postgres");
                Statement statement = connection.createStatement();
                ResultSet promoted = statement.executeQuery("select not pg_is_in_recovery() or pg_promote(true, 25)")) {
            if (!promoted.next() || !promoted.getBoolean(1)) {
                throw LocalPlatformException.failed(
                        server + " did not take over within 25 s; see " + layout.log(server));
            }
        } catch (SQLException e) {
            throw LocalPlatformException.failed(server + " could not be promoted: " + e.getMessage(), e);
        }
    }

    private String leader() {
        Path file = leaderFile();
        try {
            return settings.replicas() && Files.exists(file) ? Files.readString(file) : name;
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot read which server of " + name + " leads", e);
        }
    }

    private String follower() {
        return leader().equals(name) ? replicaName() : name;
    }

    private Path leaderFile() {
        return layout.part(name + "-leader");
    }

    /** Creates the data folder of the primary at the first start, and the data folder of the replica as a copy. */
    public void prepare() {
        Path data = layout.part(name);
        if (Files.exists(data) || Files.exists(leaderFile())) {
            return;
        }
        Path fresh = layout.part(name + ".new");
        FileTree.delete(fresh);
        initialise(fresh);
        if (settings.replicas()) {
            Path replica = layout.part(replicaName());
            FileTree.delete(replica);
            FileTree.copy(fresh, replica);
            FileTree.writePrivate(replica.resolve("standby.signal"), "");
        }
        try {
            Files.move(fresh, data);
            leadBy(name);
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot put the data of " + name + " in place", e);
        }
    }

    /** Creates missing roles, databases and the replication slot on the running primary. */
    public void setUp() {
        new ShardSetup(superUser, port())
                .create(databases, settings.replicas() ? List.of(slotOf(follower())) : List.of(), replicationPassword);
    }

    /** Sets the only password of the role on the running primary. Open connections are not closed. */
    public void changePassword(String role, String password) {
        new ShardSetup(superUser, port()).changePassword(role, password);
    }

    /** Waits until the replica is streaming. */
    public void awaitStreaming() {
        if (!BoundedWait.until(STREAMS_WITHIN, this::isStreaming)) {
            throw LocalPlatformException.failed(
                    follower() + " does not stream from " + leader() + ". The end of its log, " + layout.log(follower())
                            + ":\n" + LogTail.of(layout.log(follower()), 40));
        }
    }

    private boolean isStreaming() {
        try (Connection connection = superUser.connect(port(), "postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select application_name from pg_stat_replication where state = 'streaming'")) {
            boolean streams = false;
            while (rows.next()) {
                streams |= rows.getString(1).equals(slotOf(follower()));
            }
            return streams;
        } catch (SQLException e) {
            return false;
        }
    }

    private void initialise(Path folder) {
        Path password = layout.configuration(name + "-initial-password");
        FileTree.writePrivate(password, superUser.password());
        Path log = layout.log(name);
        List<String> initdbCommand = new ArrayList<>(List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + folder,
                "--username=" + SuperUser.NAME,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--no-instructions"));
        initdbCommand.addAll(INITDB_OPTIONS);
        List<String> command = Unprivileged.command(initdbCommand);
        try {
            Process initdb = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            if (!initdb.waitFor(INITDB_SECONDS, TimeUnit.SECONDS) || initdb.exitValue() != 0) {
                initdb.destroyForcibly();
                throw LocalPlatformException.failed(
                        "initdb failed for " + name + ". The end of its log, " + log + ":\n" + LogTail.of(log, 40));
            }
            Files.delete(password);
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot run initdb for " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LocalPlatformException.failed("Interrupted during initdb for " + name, e);
        }
    }

    private String replicaName() {
        return name + "-replica-1";
    }

    /** A slot and the streaming standby have the name of the server. */
    private static String slotOf(String server) {
        return server.replace('-', '_');
    }

    private PostgresServer.Place place(String server) {
        return new PostgresServer.Place(server, settings.ports().of(server), layout, binaries);
    }
}
