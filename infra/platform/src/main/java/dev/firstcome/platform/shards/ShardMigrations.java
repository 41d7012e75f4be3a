package dev.firstcome.platform.shards;

import dev.firstcome.platform.startup.Startup;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.InitializingBean;

/** Brings the schema of every shard up to date, in the background, before the process is ready. */
final class ShardMigrations implements InitializingBean {
    private final ShardConnectionDetails details;
    private final Startup startup;

    ShardMigrations(ShardConnectionDetails details, Startup startup) {
        this.details = details;
        this.startup = startup;
    }

    @Override
    public void afterPropertiesSet() {
        for (ShardConnectionDetails.Shard shard : details.shards()) {
            startup.untilDone("schema of " + shard.name(), () -> migrate(shard));
        }
    }

    private static void migrate(ShardConnectionDetails.Shard shard) {
        String owner = Objects.requireNonNullElse(shard.ownerUsername(), shard.username());
        String password = Objects.requireNonNullElse(shard.ownerPassword(), shard.password());
        Flyway.configure()
                .dataSource(shard.url(), owner, password)
                .connectRetries(0)
                .lockRetryCount(60)
                .load()
                .migrate();
    }
}
