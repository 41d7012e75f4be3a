package dev.firstcome.payment.standby.store;

import dev.firstcome.payment.standby.ShardPrimary;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uses the functions of the schema {@code standby}, which the setup of the shard creates and grants. */
final class PostgresShardPrimary implements ShardPrimary {
    private static final Logger log = LoggerFactory.getLogger(PostgresShardPrimary.class);
    private static final long NO_REPLY_SECONDS = 3600;

    private final Connection connection;

    PostgresShardPrimary(Connection connection) {
        this.connection = connection;
    }

    @Override
    public ReplicationStatus replicationStatus() {
        try (Statement statement = connection.createStatement()) {
            List<Standby> standbys = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "select name, streams, coalesce(waited_for, false), coalesce(flushed_to - '0/0'::pg_lsn, 0)::bigint,"
                            + " (1000 * extract(epoch from coalesce(heard_ago, '"
                            + NO_REPLY_SECONDS + " s')))::bigint from standby.followers()")) {
                while (rows.next()) {
                    standbys.add(new Standby(
                            rows.getString(1),
                            rows.getBoolean(2),
                            rows.getBoolean(3),
                            rows.getLong(4),
                            Duration.ofMillis(rows.getLong(5))));
                }
            }
            try (ResultSet rows = statement.executeQuery("select current_setting('synchronous_standby_names'),"
                    + " (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint")) {
                rows.next();
                return new ReplicationStatus(rows.getString(1), rows.getLong(2), standbys);
            }
        } catch (SQLException unavailable) {
            throw new PrimaryUnavailableException(unavailable);
        }
    }

    @Override
    public void enableSynchronousReplication(List<String> names, String slot) {
        // The names come from the configuration, not from user input.
        String quoted = names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        set("FIRST 1 (" + quoted + ")", slot);
    }

    @Override
    public void disableSynchronousReplication() {
        set("", "");
    }

    private void set(String standbys, String slots) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("alter system set synchronized_standby_slots = '" + slots + "'");
            statement.execute("alter system set synchronous_standby_names = '" + standbys + "'");
            statement.execute("select standby.reload()");
        } catch (SQLException unavailable) {
            throw new PrimaryUnavailableException(unavailable);
        }
    }

    @Override
    public void awaitSettingsApplied() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select standby.settle()");
        } catch (SQLException unavailable) {
            throw new PrimaryUnavailableException(unavailable);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException lost) {
            log.debug("standby supervisor: the connection was already lost: {}", lost.toString());
        }
    }
}
