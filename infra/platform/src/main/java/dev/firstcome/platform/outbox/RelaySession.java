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
 * The connection of a shard's leading relay: whoever holds its advisory lock leads. That is politeness only, since the slot
 * has one reader at a time and sending twice does no harm. The slot is looked after on the same connection.
 */
final class RelaySession implements AutoCloseable {
    private static final int VALID_WITHIN_SECONDS = 2;

    /**
     * A slot that is made waits for every transaction that is open: no longer than we do, lest nobody could lead. And who is
     * gone without a word, or stands still, must not hold the lead: we are heard of every second.
     */
    private static final String OPTIONS = "-c statement_timeout=3000 -c client_connection_check_interval=1000"
            + " -c idle_session_timeout=20000"
            + " -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3";

    private final Connection connection;
    private final String slot;

    private RelaySession(Connection connection, String slot) {
        this.connection = connection;
        this.slot = slot;
    }

    /** The server that leads the shard: it alone has the log from here on. */
    LogAddress.Server server() throws SQLException {
        HostSpec server =
                connection.unwrap(BaseConnection.class).getQueryExecutor().getHostSpec();
        return new LogAddress.Server(server.getHost(), server.getPort());
    }

    /**
     * The slot as the server sees it.
     *
     * @param complete whether it knows where it begins: one that is being made waits for transactions that are open
     * @param active whether somebody reads it
     */
    record SlotState(boolean usable, boolean complete, boolean active, long lagBytes) {}

    /** A session that leads, or nothing if another relay does. */
    static Optional<RelaySession> lead(LogAddress log) throws SQLException {
        Properties properties = log.connection("firstcome outbox");
        properties.setProperty("socketTimeout", "5");
        properties.setProperty("options", OPTIONS);
        Connection connection = DriverManager.getConnection(log.url(), properties);
        try {
            RelaySession session = new RelaySession(connection, log.slot());
            if (session.takesLock()) {
                return Optional.of(session);
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private boolean takesLock() throws SQLException {
        return ask("select pg_try_advisory_lock(hashtextextended(?, 0))", row -> row.getBoolean(1))
                .orElse(false);
    }

    boolean isAlive() throws SQLException {
        return connection.isValid(VALID_WITHIN_SECONDS);
    }

    /** Nothing if there is no such slot. */
    Optional<SlotState> slot() throws SQLException {
        return ask("""
                        select coalesce(wal_status, 'lost') <> 'lost' and invalidation_reason is null,
                            confirmed_flush_lsn is not null, active,
                            coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn), 0)::bigint
                        from pg_replication_slots where slot_name = ?
                        """, row -> new SlotState(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3), row.getLong(4)));
    }

    /**
     * A slot for fail-over: nothing is read from it before the standbys have it that the server is told to wait for. Else an
     * event could be told of what is lost with this server.
     */
    void createSlot() throws SQLException {
        ask("select pg_create_logical_replication_slot(?, 'pgoutput', failover => true)", row -> true);
    }

    /** Who leads reads: whoever has been left behind with the slot, as where a process stands still, is ended. */
    void endReaders() throws SQLException {
        ask(
                "select pg_terminate_backend(active_pid) from pg_replication_slots"
                        + " where slot_name = ? and active_pid is not null",
                row -> true);
    }

    void dropSlot() throws SQLException {
        ask("select pg_drop_replication_slot(?)", row -> true);
    }

    /** Something in the log for whoever reads it, so that the slot is moved on. */
    void giveSignOfLife() throws SQLException {
        ask("select pg_logical_emit_message(false, 'firstcome.outbox', ?)", row -> true);
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> Optional<T> ask(String question, Reading<T> reading) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, slot);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(reading.of(rows)) : Optional.empty();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
