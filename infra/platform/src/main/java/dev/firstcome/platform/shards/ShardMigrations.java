package dev.firstcome.platform.shards;

import dev.firstcome.platform.startup.StartupTasks;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.beans.factory.InitializingBean;

/** Brings the schema of every shard up to date, in the background, before the process is ready. */
final class ShardMigrations implements InitializingBean {
    private final ShardConnectionDetails details;
    private final StartupTasks startup;
    private final List<PlatformSchema> platform;

    ShardMigrations(ShardConnectionDetails details, StartupTasks startup, List<PlatformSchema> platform) {
        this.details = details;
        this.startup = startup;
        this.platform = List.copyOf(platform);
    }

    @Override
    public void afterPropertiesSet() {
        for (ShardConnectionDetails.Shard shard : details.shards()) {
            startup.runUntilSuccessful("schema of " + shard.name(), () -> migrate(shard));
        }
    }

    private void migrate(ShardConnectionDetails.Shard shard) {
        for (PlatformSchema schema : platform) {
            flyway(shard)
                    .locations(schema.location())
                    .table("platform_schema_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        }
        // What stands there of the platform's own is no baseline of the service's.
        flyway(shard)
                .baselineOnMigrate(!platform.isEmpty())
                .baselineVersion("0")
                .load()
                .migrate();
    }

    private static FluentConfiguration flyway(ShardConnectionDetails.Shard shard) {
        String owner = Objects.requireNonNullElse(shard.ownerUsername(), shard.username());
        String password = Objects.requireNonNullElse(shard.ownerPassword(), shard.password());
        return Flyway.configure()
                .dataSource(shard.url(), owner, password)
                .connectRetries(0)
                .lockRetryCount(60);
    }
}
