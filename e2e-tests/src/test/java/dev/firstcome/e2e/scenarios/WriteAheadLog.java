package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription.Shard;
import dev.firstcome.local.layout.Secrets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A database server's write-ahead log, as the owner of the server sees and fills it. */
final class WriteAheadLog implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int MIB = 1 << 20;
    private static final int MIB_AT_ONCE = 8;

    private final Connection connection;

    private WriteAheadLog(Connection connection) {
        this.connection = connection;
    }

    static WriteAheadLog of(LocalPlatform platform, Shard shard) throws SQLException {
        String password = new Secrets(platform.layout().secrets()).password("postgres");
        Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/postgres".formatted(shard.host(), shard.port()), "postgres", password);
        return new WriteAheadLog(connection);
    }

    /** From now on no slot holds back more than this, until the end. */
    void keepsAtMost(String size) throws SQLException {
        execute("alter system set max_slot_wal_keep_size = '" + size + "'");
        execute("select pg_reload_conf()");
    }

    /** Writes so much of nothing, no faster than its standby takes it. */
    void grows(int mib) throws SQLException {
        for (int written = 0; written < mib; written += MIB_AT_ONCE) {
            execute("select pg_logical_emit_message(false, 'nothing', repeat('x', %d)) from generate_series(1, %d)"
                    .formatted(MIB, MIB_AT_ONCE));
            Eventually.holds("the standby has it", BOUND, () -> isTrue("""
                    select coalesce(bool_and(pg_wal_lsn_diff(pg_current_wal_lsn(), flush_lsn) < %d), true)
                    from pg_stat_replication where application_name like 'pg%%'""".formatted(MIB_AT_ONCE * MIB)));
        }
    }

    /** What no slot may hold back any more is removed now. */
    void isTidied() throws SQLException {
        execute("checkpoint");
    }

    boolean hasLost(String slot) throws SQLException {
        return isTrue(
                "select coalesce(bool_or(wal_status = 'lost'), true) from pg_replication_slots where slot_name = '"
                        + slot + "'");
    }

    private void execute(String statement) throws SQLException {
        try (Statement once = connection.createStatement()) {
            once.execute(statement);
        }
    }

    private boolean isTrue(String query) throws SQLException {
        try (Statement once = connection.createStatement();
                ResultSet row = once.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }

    @Override
    public void close() throws SQLException {
        execute("alter system reset max_slot_wal_keep_size");
        execute("select pg_reload_conf()");
        connection.close();
    }
}
