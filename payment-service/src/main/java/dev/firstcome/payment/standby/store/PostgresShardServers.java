package dev.firstcome.payment.standby.store;

import dev.firstcome.payment.standby.ShardServer;
import dev.firstcome.payment.standby.ShardServers;
import dev.firstcome.platform.outbox.OutboxProperties;
import dev.firstcome.platform.shards.ShardConnectionDetails;
import dev.firstcome.platform.shards.ShardedDatabase;
import dev.firstcome.platform.shards.ShardsProperties;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Comes as the relay, which may see who streams, and change for whom commits wait, and nothing else. */
@Component
final class PostgresShardServers implements ShardServers {
    /**
     * Who keeps a shard looks every half second. One that is gone without a word, or stands still, must not keep it: were the
     * standby lost then, commits would wait until that process goes on.
     */
    private static final String OPTIONS = "-c idle_session_timeout=5000 -c client_connection_check_interval=1000"
            + " -c tcp_keepalives_idle=2 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3";

    private final ShardConnectionDetails details;
    private final OutboxProperties relay;

    PostgresShardServers(
            ShardsProperties properties, ObjectProvider<ShardConnectionDetails> details, OutboxProperties relay) {
        this.details = ShardedDatabase.connections(properties, details);
        this.relay = relay;
    }

    @Override
    public Optional<ShardServer> keep(String shard) {
        try {
            Connection connection = DriverManager.getConnection(urlOf(shard), login());
            if (isMine(connection)) {
                return Optional.of(new PostgresShardServer(connection));
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException away) {
            throw new ShardServer.ServerAway(away);
        }
    }

    private String urlOf(String shard) {
        return details.shards().stream()
                .filter(one -> one.name().equals(shard))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no shard " + shard))
                .url();
    }

    private Properties login() {
        Properties properties = new Properties();
        properties.setProperty("user", relay.username());
        properties.setProperty("password", relay.password());
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "5");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "firstcome standby");
        properties.setProperty("options", OPTIONS);
        return properties;
    }

    private static boolean isMine(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select pg_try_advisory_lock(hashtextextended('standby', 0))")) {
            return rows.next() && rows.getBoolean(1);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
