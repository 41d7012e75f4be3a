package dev.firstcome.local.postgres;

import dev.firstcome.local.layout.LocalFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Makes roles, databases and slots on a primary that lacks them. Names are our own constants, passwords are hexadecimal. */
final class ShardSetup {
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
        } catch (SQLException e) {
            throw LocalFailure.failed("Cannot set up the shard on port " + port + ": " + e.getMessage(), e);
        }
    }

    private static List<String> roleCommands(ServiceDatabase database, List<String> roles) {
        List<String> commands = new ArrayList<>();
        if (!roles.contains(database.owner())) {
            commands.add("create role " + database.owner() + " login password '" + database.ownerPassword() + "'");
        }
        if (!roles.contains(database.role())) {
            String role = database.role();
            commands.add("create role " + role + " login password '" + database.password() + "'");
            commands.add("alter role " + role + " set statement_timeout = '2s'");
            commands.add("alter role " + role + " set lock_timeout = '500ms'");
            commands.add("alter role " + role + " set idle_in_transaction_session_timeout = '5s'");
            commands.add("alter role " + role + " set transaction_timeout = '10s'");
        }
        return commands;
    }

    /** The database gets its name last: one that is there is complete. */
    private void createDatabase(Connection connection, ServiceDatabase database) throws SQLException {
        String fresh = database.database() + "_new";
        run(
                connection,
                List.of("drop database if exists " + fresh, "create database " + fresh + " owner " + database.owner()));
        try (Connection inside = superUser.connect(port, fresh)) {
            String everything = "alter default privileges for role " + database.owner() + " in schema public grant ";
            run(
                    inside,
                    List.of(
                            "revoke all on database " + fresh + " from public",
                            "grant connect on database " + fresh + " to " + database.role() + ", " + database.owner(),
                            "alter schema public owner to " + database.owner(),
                            "revoke all on schema public from public",
                            "grant usage on schema public to " + database.role(),
                            everything + "select, insert, update, delete on tables to " + database.role(),
                            everything + "usage, select on sequences to " + database.role(),
                            everything + "execute on functions to " + database.role()));
        }
        run(connection, List.of("alter database " + fresh + " rename to " + database.database()));
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
