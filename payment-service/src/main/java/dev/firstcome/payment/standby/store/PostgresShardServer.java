package dev.firstcome.payment.standby.store;

import dev.firstcome.payment.standby.ShardServer;
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

/** The rights to all this are given where the shard is set up, in the schema {@code standby}. */
final class PostgresShardServer implements ShardServer {
    private static final Logger log = LoggerFactory.getLogger(PostgresShardServer.class);
    private static final long NEVER_HEARD_SECONDS = 3600;

    private final Connection connection;

    PostgresShardServer(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Look look() {
        try (Statement statement = connection.createStatement()) {
            List<Follower> followers = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "select name, streams, coalesce(waited_for, false), coalesce(flushed_to - '0/0'::pg_lsn, 0)::bigint,"
                            + " (1000 * extract(epoch from coalesce(heard_ago, '"
                            + NEVER_HEARD_SECONDS + " s')))::bigint from standby.followers()")) {
                while (rows.next()) {
                    followers.add(new Follower(
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
                return new Look(rows.getString(1), rows.getLong(2), followers);
            }
        } catch (SQLException away) {
            throw new ServerAway(away);
        }
    }

    @Override
    public void waitFor(List<String> names, String slot) {
        // Names are settings of this process, not anybody's input.
        String wanted = names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        set("FIRST 1 (" + wanted + ")", slot);
    }

    @Override
    public void waitForNobody() {
        set("", "");
    }

    private void set(String standbys, String slots) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("alter system set synchronized_standby_slots = '" + slots + "'");
            statement.execute("alter system set synchronous_standby_names = '" + standbys + "'");
            statement.execute("select standby.reload()");
        } catch (SQLException away) {
            throw new ServerAway(away);
        }
    }

    @Override
    public void settle() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select standby.settle()");
        } catch (SQLException away) {
            throw new ServerAway(away);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException gone) {
            log.debug("the connection is gone: {}", gone.toString());
        }
    }
}
