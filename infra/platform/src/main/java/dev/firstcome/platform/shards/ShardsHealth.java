package dev.firstcome.platform.shards;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** DOWN while a shard gives no valid connection, naming the shard. */
final class ShardsHealth implements HealthIndicator {
    private static final int VALIDATION_SECONDS = 1;

    private final Map<String, DataSource> shards;

    ShardsHealth(Map<String, DataSource> shards) {
        this.shards = shards;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        shards.forEach((name, source) -> {
            String state = stateOf(source);
            health.withDetail(name, state);
            if (!state.equals("up")) {
                health.down();
            }
        });
        return health.build();
    }

    private static String stateOf(DataSource source) {
        try (Connection connection = source.getConnection()) {
            return connection.isValid(VALIDATION_SECONDS) ? "up" : "connection not valid";
        } catch (SQLException away) {
            return String.valueOf(away.getMessage());
        }
    }
}
