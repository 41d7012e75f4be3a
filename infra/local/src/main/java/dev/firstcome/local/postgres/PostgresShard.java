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
 * One shard: a primary and, if the platform has replicas, one that streams from it. Which of both leads is written down, so
 * that a server that was replaced never leads again by being started.
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

    /** Where the primary listens. */
    private int port() {
        return settings.ports().of(leader());
    }

    /** Where the server is reached that leads at first. */
    public int advertisedPort() {
        return settings.advertised().of(name);
    }

    /** Where the others are reached. */
    public List<Integer> advertisedReplicaPorts() {
        return settings.replicas() ? List.of(settings.advertised().of(replicaName())) : List.of();
    }

    /** The names under which servers stream as standbys of each other; none without replicas. */
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

    /** Both servers, in the order of their names, whichever leads. */
    public List<PostgresServer> servers() {
        List<PostgresServer> servers = new ArrayList<>(List.of(primary()));
        replica().ifPresent(servers::add);
        servers.sort(Comparator.comparing(PostgresServer::name));
        return servers;
    }

    /** From now on the server of this name leads, and the other one follows it when it is started. */
    public void leadBy(String server) {
        FileTree.writePrivate(leaderFile(), server);
    }

    /** Ends the following of the server that is to lead, once it has replayed all that it has received. */
    public void promote(String server) {
        try (Connection connection = superUser.connect(settings.ports().of(server), "postgres");
                Statement statement = connection.createStatement();
                ResultSet promoted = statement.executeQuery("select not pg_is_in_recovery() or pg_promote(true, 25)")) {
            if (!promoted.next() || !promoted.getBoolean(1)) {
                throw LocalPlatformException.failed(server + " did not take over within 25 s; see " + layout.log(server));
            }
        } catch (SQLException e) {
            throw LocalPlatformException.failed(server + " could not be told to take over: " + e.getMessage(), e);
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

    /** At the first start: makes the primary's data folder, and the replica's as a copy of it. */
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

    /** On the running primary: roles, databases and the replica's slot, as far as they are missing. */
    public void setUp() {
        new ShardSetup(superUser, port())
                .create(databases, settings.replicas() ? List.of(slotOf(follower())) : List.of(), replicationPassword);
    }

    /** On the running primary: from now on the role may come with this password only. Who is connected stays so. */
    public void changePassword(String role, String password) {
        new ShardSetup(superUser, port()).changePassword(role, password);
    }

    /** Waits until the replica streams. */
    public void awaitStreaming() {
        if (!BoundedWait.until(STREAMS_WITHIN, this::isStreaming)) {
            throw LocalPlatformException.failed(follower() + " does not stream from " + leader() + ". The end of its log, "
                    + layout.log(follower()) + ":\n" + LogTail.of(layout.log(follower()), 40));
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

    /** Slots are named after who follows by them, and so is who streams. */
    private static String slotOf(String server) {
        return server.replace('-', '_');
    }

    private PostgresServer.Place place(String server) {
        return new PostgresServer.Place(server, settings.ports().of(server), layout, binaries);
    }
}
