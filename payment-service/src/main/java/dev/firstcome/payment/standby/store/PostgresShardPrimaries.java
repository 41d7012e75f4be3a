package dev.firstcome.payment.standby.store;

import dev.firstcome.payment.standby.ShardPrimaries;
import dev.firstcome.payment.standby.ShardPrimary;
import dev.firstcome.platform.outbox.OutboxProperties;
import dev.firstcome.platform.shards.ShardConnectionDetails;
import dev.firstcome.platform.shards.ShardsAutoConfiguration;
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

/**
 * Connects with the role of the outbox relay. In the schema {@code standby}, this role may only read the replication
 * status and change the settings of synchronous replication.
 */
@Component
final class PostgresShardPrimaries implements ShardPrimaries {
    /**
     * Ends the session, and with it the lock, of a process that fails or hangs. The holder of the lock polls every half
     * second. If it kept the lock while it hangs and the standby were lost, commits would wait until it resumes.
     */
    private static final String OPTIONS = "-c idle_session_timeout=5000 -c client_connection_check_interval=1000"
            + " -c tcp_keepalives_idle=2 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3";

    private final ShardConnectionDetails details;
    private final OutboxProperties relay;

    PostgresShardPrimaries(
            ShardsProperties properties, ObjectProvider<ShardConnectionDetails> details, OutboxProperties relay) {
        this.details = ShardsAutoConfiguration.connections(properties, details);
        this.relay = relay;
    }

    @Override
    public Optional<ShardPrimary> acquire(String shard) {
        try {
            Connection connection = DriverManager.getConnection(urlOf(shard), connectionProperties());
            if (tryLock(connection)) {
                return Optional.of(new PostgresShardPrimary(connection));
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException unavailable) {
            throw new ShardPrimary.PrimaryUnavailableException(unavailable);
        }
    }

    private String urlOf(String shard) {
        return details.shards().stream()
                .filter(candidate -> candidate.name().equals(shard))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no connection details of shard " + shard))
                .url();
    }

    private Properties connectionProperties() {
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

    private static boolean tryLock(Connection connection) throws SQLException {
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
