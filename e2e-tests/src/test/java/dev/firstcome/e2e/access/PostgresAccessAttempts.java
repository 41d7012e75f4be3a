package dev.firstcome.e2e.access;

import dev.firstcome.e2e.guarantees.GuaranteeTable;
import dev.firstcome.e2e.guarantees.GuaranteeTable.Row;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.PlatformDescription.Database;
import dev.firstcome.local.PlatformDescription.Shard;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Attempts, as every database role on every shard, each operation that the guarantee table does not allow the role. */
public final class PostgresAccessAttempts {
    /** SQL states: no matching pg_hba entry, wrong password, insufficient privilege. */
    private static final Set<String> ACCESS_DENIED = Set.of("28000", "28P01", "42501");

    private static final Set<String> INSUFFICIENT_PRIVILEGE = Set.of("42501");

    private static final List<String> FORBIDDEN_TO_ALL = List.of(
            "create role unauthorized",
            "create database unauthorized",
            "alter system set work_mem = '1MB'",
            "select * from pg_authid",
            "select pg_read_file('postgresql.conf')",
            "copy (select 1) to program 'true'",
            "copy (select 1) to '/unauthorized'",
            "create extension pg_stat_statements schema pg_catalog",
            "create publication unauthorized for all tables",
            "select pg_reload_conf()");

    private static final List<String> SCHEMA_OWNER_ONLY = List.of(
            "create table public.unauthorized (id int)",
            "create schema unauthorized",
            "alter schema public rename to unauthorized");

    private static final List<String> STANDBY_ADMINISTRATION = List.of(
            "alter system set synchronous_standby_names = 'unauthorized'",
            "alter system set synchronized_standby_slots = 'unauthorized'");

    private static final List<String> STANDBY_FUNCTIONS =
            List.of("select * from standby.followers()", "select standby.reload()", "select standby.settle()");

    private static final List<String> REPLICATION_ONLY =
            List.of("select pg_create_logical_replication_slot('unauthorized', 'pgoutput')");

    private final PlatformDescription platform;
    private final GuaranteeTable table;
    private final AccessAttempts refusals;

    public PostgresAccessAttempts(PlatformDescription platform, GuaranteeTable table, AccessAttempts refusals) {
        this.platform = platform;
        this.table = table;
        this.refusals = refusals;
    }

    /** A role with its password, as the platform describes it. */
    private record Role(String name, String password) {}

    public void attemptAll() throws SQLException {
        Set<String> databases = new TreeSet<>(List.of("postgres", "template1"));
        table.rows().forEach(row -> databases.add(database(row)));
        for (Shard shard : platform.shards()) {
            for (Row row : table.rows()) {
                Role role = role(row.name("role"));
                for (String database : databases) {
                    if (!database.equals(database(row))) {
                        expectAccessDenied(role.name() + " connects to " + database, shard, database, role);
                    }
                }
                expectAccessDenied(
                        role.name() + " with a wrong password", shard, database(row), new Role(role.name(), "wrong"));
                expectAccessDenied(
                        "the superuser with the password of " + role.name(),
                        shard,
                        database(row),
                        new Role("postgres", role.password()));
                if (!mayReadWal(row)) {
                    attemptReplication(shard, row, role);
                }
                attemptForbiddenStatements(shard, row, role);
            }
        }
    }

    private static boolean mayReadWal(Row row) {
        return row.text("may").startsWith("log");
    }

    private void attemptForbiddenStatements(Shard shard, Row row, Role role) throws SQLException {
        try (Connection connection = connect(shard, database(row), role);
                Statement statement = connection.createStatement()) {
            List<String> forbidden = new ArrayList<>(FORBIDDEN_TO_ALL);
            if (!mayReadWal(row)) {
                forbidden.addAll(REPLICATION_ONLY);
            }
            if (!row.text("may").contains("standbys")) {
                forbidden.addAll(STANDBY_ADMINISTRATION);
                if (database(row).equals("payment")) {
                    forbidden.addAll(STANDBY_FUNCTIONS);
                }
            }
            if (!row.text("may").equals("schema")) {
                forbidden.addAll(SCHEMA_OWNER_ONLY);
            }
            table.rows().stream()
                    .map(other -> other.name("role"))
                    .filter(other -> !other.equals(role.name()))
                    .forEach(other -> forbidden.add("set role " + other));
            for (String command : forbidden) {
                refusals.expectRefusal(
                        role.name() + ": " + command,
                        hasState(INSUFFICIENT_PRIVILEGE),
                        () -> statement.execute(command));
            }
        }
    }

    private void attemptReplication(Shard shard, Row row, Role role) {
        Properties properties = properties(role);
        properties.setProperty("replication", "database");
        properties.setProperty("assumeMinServerVersion", "18");
        properties.setProperty("preferQueryMode", "simple");
        refusals.expectRefusal(role.name() + " starts a replication connection", hasState(ACCESS_DENIED), () -> {
            try (Connection connection = DriverManager.getConnection(url(shard, database(row)), properties);
                    Statement statement = connection.createStatement()) {
                statement.execute("IDENTIFY_SYSTEM");
            }
        });
    }

    private void expectAccessDenied(String description, Shard shard, String database, Role role) {
        refusals.expectRefusal(
                description + " on " + shard.name(),
                hasState(ACCESS_DENIED),
                () -> connect(shard, database, role).close());
    }

    private Role role(String name) {
        for (Database database : platform.databases().values()) {
            if (database.role().equals(name)) {
                return new Role(name, database.password());
            }
            if (database.ownerRole().equals(name)) {
                return new Role(name, database.ownerPassword());
            }
            if (database.relayRole().equals(name)) {
                return new Role(name, database.relayPassword());
            }
        }
        throw new IllegalStateException("the platform description has no role " + name);
    }

    private static String database(Row row) {
        return row.name("database");
    }

    private static Connection connect(Shard shard, String database, Role role) throws SQLException {
        return DriverManager.getConnection(url(shard, database), properties(role));
    }

    /** Opens and closes a connection. */
    static void connect(Shard shard, String database, String role, String password) throws SQLException {
        connect(shard, database, new Role(role, password)).close();
    }

    static boolean isAccessDenied(Throwable failure) {
        return hasState(ACCESS_DENIED).test(failure);
    }

    private static String url(Shard shard, String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(shard.host(), shard.port(), database);
    }

    private static Properties properties(Role role) {
        Properties properties = new Properties();
        properties.setProperty("user", role.name());
        properties.setProperty("password", role.password());
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "10");
        return properties;
    }

    private static Predicate<Throwable> hasState(Set<String> states) {
        return failure -> failure instanceof SQLException failed
                && failed.getSQLState() != null
                && states.contains(failed.getSQLState());
    }
}
