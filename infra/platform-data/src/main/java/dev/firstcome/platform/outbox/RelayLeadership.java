package dev.firstcome.platform.outbox;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.HostSpec;

/**
 * The leadership of a shard's relay: an advisory lock on a connection of its own, which also manages the replication slot.
 * The lock is only an optimisation. A slot admits one reader at a time, and consumers tolerate duplicates.
 */
final class RelayLeadership implements AutoCloseable {
    private static final String APPLICATION_NAME = "firstcome outbox";
    private static final int VALIDATION_TIMEOUT_SECONDS = 2;

    /**
     * The creation of a slot waits for all open transactions; its time-out bounds for how long no instance publishes. A
     * leader sends a statement every second, so the server ends the session of one that is suspended or unreachable.
     */
    private static final String OPTIONS = "-c statement_timeout=3000 -c client_connection_check_interval=1000"
            + " -c idle_session_timeout=20000"
            + " -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3";

    private final Connection connection;
    private final String slot;

    private RelayLeadership(Connection connection, String slot) {
        this.connection = connection;
        this.slot = slot;
    }

    /**
     * The slot as the server reports it.
     *
     * @param complete whether the slot has a start position; until then its creation waits for open transactions
     * @param active whether a session reads the slot
     */
    record SlotState(boolean usable, boolean complete, boolean active, long lagBytes) {}

    /** Acquires the leadership, or returns an empty result if another relay has it. */
    static Optional<RelayLeadership> tryAcquire(ReplicationAddress address) throws SQLException {
        Properties properties = address.connectionProperties(APPLICATION_NAME);
        properties.setProperty("socketTimeout", "5");
        properties.setProperty("options", OPTIONS);
        Connection connection = DriverManager.getConnection(address.url(), properties);
        try {
            RelayLeadership leadership = new RelayLeadership(connection, address.slot());
            if (leadership.tryLock()) {
                return Optional.of(leadership);
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private boolean tryLock() throws SQLException {
        return query("select pg_try_advisory_lock(hashtextextended(?, 0))", row -> row.getBoolean(1))
                .orElse(false);
    }

    boolean isValid() throws SQLException {
        return connection.isValid(VALIDATION_TIMEOUT_SECONDS);
    }

    /** The primary of the shard, on which this session has the lock. */
    ReplicationAddress.Server server() throws SQLException {
        HostSpec server =
                connection.unwrap(BaseConnection.class).getQueryExecutor().getHostSpec();
        return new ReplicationAddress.Server(server.getHost(), server.getPort());
    }

    /** Returns an empty result if the slot does not exist. */
    Optional<SlotState> slot() throws SQLException {
        return query(
                """
                        select coalesce(wal_status, 'lost') <> 'lost' and invalidation_reason is null,
                            confirmed_flush_lsn is not null, active,
                            coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn), 0)::bigint
                        from pg_replication_slots where slot_name = ?
                        """, row -> new SlotState(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3), row.getLong(4)));
    }

    /**
     * Creates a failover slot. The server delivers nothing from it before the synchronized standbys have it: otherwise an
     * event could be published whose transaction is lost with this server.
     */
    void createSlot() throws SQLException {
        query("select pg_create_logical_replication_slot(?, 'pgoutput', failover => true)", row -> true);
    }

    void dropSlot() throws SQLException {
        query("select pg_drop_replication_slot(?)", row -> true);
    }

    /** Terminates the reader that a previous leader left behind, for example because its process is suspended. */
    void terminateSlotReader() throws SQLException {
        query(
                "select pg_terminate_backend(active_pid) from pg_replication_slots"
                        + " where slot_name = ? and active_pid is not null",
                row -> true);
    }

    /** Writes a message into the write-ahead log. The reader of the slot receives it and advances the slot. */
    void writeHeartbeat() throws SQLException {
        query("select pg_logical_emit_message(false, 'firstcome.outbox', ?)", row -> true);
    }

    private interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** Executes a statement whose only parameter is the slot name. */
    private <T> Optional<T> query(String sql, RowMapper<T> mapper) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, slot);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(mapper.map(rows)) : Optional.empty();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
