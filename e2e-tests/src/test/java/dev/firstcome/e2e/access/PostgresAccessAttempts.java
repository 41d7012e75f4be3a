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

/** Every role tries what its row of the table does not allow, on every shard. */
public final class PostgresAccessAttempts {
    /** No line of the host access fits; a wrong password; no right. */
    private static final Set<String> NOT_LET_IN = Set.of("28000", "28P01", "42501");

    private static final Set<String> NO_RIGHT = Set.of("42501");

    private static final List<String> NOBODYS = List.of(
            "create role strange",
            "create database strange",
            "alter system set work_mem = '1MB'",
            "select * from pg_authid",
            "select pg_read_file('postgresql.conf')",
            "copy (select 1) to program 'true'",
            "copy (select 1) to '/strange'",
            "create extension pg_stat_statements schema pg_catalog",
            "create publication strange for all tables",
            "select pg_reload_conf()");

    private static final List<String> NOT_FOR_ROWS = List.of(
            "create table public.strange (id int)", "create schema strange", "alter schema public rename to strange");

    private static final List<String> FOR_STANDBYS = List.of(
            "alter system set synchronous_standby_names = 'strange'",
            "alter system set synchronized_standby_slots = 'strange'");

    private static final List<String> IN_PAYMENT =
            List.of("select * from standby.followers()", "select standby.reload()", "select standby.settle()");

    private static final List<String> FOR_THE_LOG =
            List.of("select pg_create_logical_replication_slot('strange', 'pgoutput')");

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

    public void all() throws SQLException {
        Set<String> databases = new TreeSet<>(List.of("postgres", "template1"));
        table.rows().forEach(row -> databases.add(database(row)));
        for (Shard shard : platform.shards()) {
            for (Row row : table.rows()) {
                Role role = role(row.name("role"));
                for (String database : databases) {
                    if (!database.equals(database(row))) {
                        isNotLetIn(role.name() + " in " + database, shard, database, role);
                    }
                }
                isNotLetIn("a wrong password", shard, database(row), new Role(role.name(), "wrong"));
                isNotLetIn("the superuser with another's", shard, database(row), new Role("postgres", role.password()));
                if (!readsTheLog(row)) {
                    replicates(shard, row, role);
                }
                inside(shard, row, role);
            }
        }
    }

    private static boolean readsTheLog(Row row) {
        return row.text("may").startsWith("log");
    }

    private void inside(Shard shard, Row row, Role role) throws SQLException {
        try (Connection connection = connect(shard, database(row), role);
                Statement statement = connection.createStatement()) {
            List<String> forbidden = new ArrayList<>(NOBODYS);
            if (!readsTheLog(row)) {
                forbidden.addAll(FOR_THE_LOG);
            }
            if (!row.text("may").contains("standbys")) {
                forbidden.addAll(FOR_STANDBYS);
                if (database(row).equals("payment")) {
                    forbidden.addAll(IN_PAYMENT);
                }
            }
            if (!row.text("may").equals("schema")) {
                forbidden.addAll(NOT_FOR_ROWS);
            }
            table.rows().stream()
                    .map(other -> other.name("role"))
                    .filter(other -> !other.equals(role.name()))
                    .forEach(other -> forbidden.add("set role " + other));
            for (String command : forbidden) {
                refusals.mustBeRefused(
                        role.name() + ": " + command, hasState(NO_RIGHT), () -> statement.execute(command));
            }
        }
    }

    private void replicates(Shard shard, Row row, Role role) {
        Properties properties = properties(role);
        properties.setProperty("replication", "database");
        properties.setProperty("assumeMinServerVersion", "18");
        properties.setProperty("preferQueryMode", "simple");
        refusals.mustBeRefused(role.name() + " follows the log", hasState(NOT_LET_IN), () -> {
            try (Connection connection = DriverManager.getConnection(url(shard, database(row)), properties);
                    Statement statement = connection.createStatement()) {
                statement.execute("IDENTIFY_SYSTEM");
            }
        });
    }

    private void isNotLetIn(String what, Shard shard, String database, Role role) {
        refusals.mustBeRefused(
                what + " on " + shard.name(),
                hasState(NOT_LET_IN),
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
        throw new IllegalStateException("the platform does not describe " + name);
    }

    private static String database(Row row) {
        return row.name("database");
    }

    private static Connection connect(Shard shard, String database, Role role) throws SQLException {
        return DriverManager.getConnection(url(shard, database), properties(role));
    }

    /** Connects, no more. */
    static void connect(Shard shard, String database, String role, String password) throws SQLException {
        connect(shard, database, new Role(role, password)).close();
    }

    static boolean isNotLetIn(Throwable refused) {
        return hasState(NOT_LET_IN).test(refused);
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
        return refused -> refused instanceof SQLException failed
                && failed.getSQLState() != null
                && states.contains(failed.getSQLState());
    }
}
