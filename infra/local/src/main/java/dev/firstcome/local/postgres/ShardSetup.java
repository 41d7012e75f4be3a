package dev.firstcome.local.postgres;

import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.postgres.ServiceDatabase.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Creates missing roles, databases and slots on a primary. Names are constants, and passwords are hexadecimal. */
final class ShardSetup {
    private static final String STANDBY_FOLLOWERS = """
            create or replace function standby.followers()
                returns table (name text, streams boolean, waited_for boolean, flushed_to pg_lsn, heard_ago interval)
                language sql security definer set search_path = pg_catalog, pg_temp as $$
                    select application_name, state = 'streaming', sync_state in ('sync', 'quorum'), flush_lsn,
                        clock_timestamp() - reply_time
                    from pg_stat_replication
                $$
            """;

    private final SuperUser superUser;
    private final int port;

    ShardSetup(SuperUser superUser, int port) {
        this.superUser = superUser;
        this.port = port;
    }

    void create(List<ServiceDatabase> databases, List<String> slots, String replicationPassword) {
        try (Connection connection = superUser.connect(port, "postgres")) {
            List<String> there = strings(connection, "select datname from pg_database");
            List<String> roles = strings(connection, "select rolname from pg_roles");
            List<String> thereSlots = strings(connection, "select slot_name from pg_replication_slots");
            List<String> commands = new ArrayList<>();
            if (!roles.contains("replicator")) {
                commands.add("create role replicator login replication password '" + replicationPassword + "'");
            }
            slots.stream()
                    .filter(slot -> !thereSlots.contains(slot))
                    .forEach(slot -> commands.add("select pg_create_physical_replication_slot('" + slot + "', true)"));
            List<ServiceDatabase> missing = databases.stream()
                    .filter(database -> !there.contains(database.database()))
                    .toList();
            missing.forEach(database -> commands.addAll(roleCommands(database, roles)));
            run(connection, commands);
            for (ServiceDatabase database : missing) {
                createDatabase(connection, database);
            }
            for (ServiceDatabase database : databases) {
                if (database.watchesStandbys()) {
                    letWatchStandbys(connection, database);
                }
            }
        } catch (SQLException e) {
            throw LocalPlatformException.failed("Cannot set up the shard on port " + port + ": " + e.getMessage(), e);
        }
    }

    void changePassword(String role, String password) {
        try (Connection connection = superUser.connect(port, "postgres")) {
            run(connection, List.of("alter role " + role + " password '" + password + "'"));
        } catch (SQLException e) {
            throw LocalPlatformException.failed(
                    "The password of " + role + " could not be changed: " + e.getMessage(), e);
        }
    }

    private static List<String> roleCommands(ServiceDatabase database, List<String> roles) {
        List<String> commands = new ArrayList<>();
        for (Role role : database.roles()) {
            if (!roles.contains(role.name())) {
                commands.add("create role " + role.name() + " login password '" + role.password() + "'");
            }
        }
        String worker = database.worker().name();
        commands.add("alter role " + worker + " set statement_timeout = '2s'");
        commands.add("alter role " + worker + " set lock_timeout = '500ms'");
        commands.add("alter role " + worker + " set idle_in_transaction_session_timeout = '5s'");
        commands.add("alter role " + worker + " set transaction_timeout = '10s'");
        commands.add("alter role " + database.relay().name() + " replication");
        return commands;
    }

    /** Renames the database as the last step, so an existing database is complete. */
    private void createDatabase(Connection connection, ServiceDatabase database) throws SQLException {
        String fresh = database.database() + "_new";
        String worker = database.worker().name();
        String owner = database.owner().name();
        run(connection, List.of("drop database if exists " + fresh, "create database " + fresh + " owner " + owner));
        try (Connection inside = superUser.connect(port, fresh)) {
            String everything = "alter default privileges for role " + owner + " in schema public grant ";
            run(
                    inside,
                    List.of(
                            "revoke all on database " + fresh + " from public",
                            "grant connect on database " + fresh + " to " + worker + ", " + owner + ", "
                                    + database.relay().name(),
                            "alter schema public owner to " + owner,
                            "revoke all on schema public from public",
                            "grant usage on schema public to " + worker,
                            everything + "select, insert, update, delete on tables to " + worker,
                            everything + "usage, select on sequences to " + worker,
                            everything + "execute on functions to " + worker));
        }
        run(connection, List.of("alter database " + fresh + " rename to " + database.database()));
    }

    /** Functions that change two settings. The role has no other permission. */
    private void letWatchStandbys(Connection connection, ServiceDatabase database) throws SQLException {
        String relay = database.relay().name();
        run(
                connection,
                List.of("grant alter system on parameter synchronous_standby_names, synchronized_standby_slots to "
                        + relay));
        try (Connection inside = superUser.connect(port, database.database())) {
            run(
                    inside,
                    List.of(
                            "create schema if not exists standby",
                            STANDBY_FOLLOWERS,
                            standbyCommand("reload", "perform pg_reload_conf()"),
                            standbyCommand("settle", "execute 'checkpoint'"),
                            "revoke all on all functions in schema standby from public",
                            "grant usage on schema standby to " + relay,
                            "grant execute on all functions in schema standby to " + relay));
        }
    }

    private static String standbyCommand(String name, String command) {
        return "create or replace function standby." + name + "() returns void language plpgsql"
                + " security definer set search_path = pg_catalog, pg_temp as $$ begin " + command + "; end $$";
    }

    private static void run(Connection connection, List<String> commands) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }

    private static List<String> strings(Connection connection, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
