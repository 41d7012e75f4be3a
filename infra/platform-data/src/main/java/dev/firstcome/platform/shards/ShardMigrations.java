package dev.firstcome.platform.shards;

import dev.firstcome.platform.startup.StartupTasks;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.beans.factory.InitializingBean;

/** Migrates the schema of each shard in the background. The process is not ready before all shards are migrated. */
public final class ShardMigrations implements InitializingBean {
    private final ShardConnectionDetails details;
    private final StartupTasks startup;
    private final List<PlatformSchema> platform;

    /**
     * Tables of the platform that a service has on each shard, with a history separate from that of the service.
     *
     * @param location the location of the migrations, in Flyway's syntax
     */
    public record PlatformSchema(String location) {}

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
        // The tables of the platform make the schema non-empty, so Flyway needs a baseline below the first version.
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
