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
