package dev.firstcome.local.postgres;

import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalFailure;
import dev.firstcome.local.layout.PlatformSettings;
import dev.firstcome.local.layout.Secrets;
import dev.firstcome.local.process.LogTail;
import dev.firstcome.local.process.Waiting;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One shard: a primary and, if the platform has replicas, one that streams from it. */
public final class PostgresShard {
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
        return settings.ports().of(name);
    }

    /** Where the primary is reached. */
    public int advertisedPort() {
        return settings.advertised().of(name);
    }

    /** Where the replicas are reached. */
    public List<Integer> advertisedReplicaPorts() {
        return settings.replicas() ? List.of(settings.advertised().of(replicaName())) : List.of();
    }

    public PostgresServer primary() {
        return new PostgresServer(place(name), superUser, new HostAccess(databases), null);
    }

    public Optional<PostgresServer> replica() {
        return settings.replicas()
                ? Optional.of(new PostgresServer(
                        place(replicaName()),
                        superUser,
                        new HostAccess(databases),
                        new PostgresServer.Upstream(advertisedPort(), slot(), replicationPassword)))
                : Optional.empty();
    }

    /** At the first start: makes the primary's data folder, and the replica's as a copy of it. */
    public void prepare() {
        Path data = layout.part(name);
        if (Files.exists(data)) {
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
        } catch (IOException e) {
            throw LocalFailure.failed("Cannot put the data of " + name + " in place", e);
        }
    }

    /** On the running primary: roles, databases and the replica's slot, as far as they are missing. */
    public void setUp() {
        new ShardSetup(superUser, port())
                .create(databases, settings.replicas() ? List.of(slot()) : List.of(), replicationPassword);
    }

    /** On the running primary: from now on the role may come with this password only. Who is connected stays so. */
    public void changePassword(String role, String password) {
        new ShardSetup(superUser, port()).changePassword(role, password);
    }

    /** Waits until the replica streams. */
    public void awaitStreaming() {
        if (!Waiting.until(STREAMS_WITHIN, this::isStreaming)) {
            throw LocalFailure.failed(replicaName() + " does not stream from " + name + ". The end of its log, "
                    + layout.log(replicaName()) + ":\n" + LogTail.of(layout.log(replicaName()), 40));
        }
    }

    private boolean isStreaming() {
        try (Connection connection = superUser.connect(port(), "postgres");
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select count(*) from pg_stat_replication where state = 'streaming'")) {
            return rows.next() && rows.getInt(1) > 0;
        } catch (SQLException e) {
            return false;
        }
    }

    private void initialise(Path folder) {
        Path password = layout.configuration(name + "-initial-password");
        FileTree.writePrivate(password, superUser.password());
        Path log = layout.log(name);
        List<String> command = Unprivileged.command(List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + folder,
                "--username=" + SuperUser.NAME,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions",
                "--no-sync"));
        try {
            Process initdb = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            if (!initdb.waitFor(INITDB_SECONDS, TimeUnit.SECONDS) || initdb.exitValue() != 0) {
                initdb.destroyForcibly();
                throw LocalFailure.failed(
                        "initdb failed for " + name + ". The end of its log, " + log + ":\n" + LogTail.of(log, 40));
            }
            Files.delete(password);
        } catch (IOException e) {
            throw LocalFailure.failed("Cannot run initdb for " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LocalFailure.failed("Interrupted during initdb for " + name, e);
        }
    }

    private String replicaName() {
        return name + "-replica-1";
    }

    private String slot() {
        return replicaName().replace('-', '_');
    }

    private PostgresServer.Place place(String server) {
        return new PostgresServer.Place(server, settings.ports().of(server), layout, binaries);
    }
}
