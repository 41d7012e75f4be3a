package dev.firstcome.platform.shards;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/** One connection pool of fixed size per shard. A pool starts while its database is unavailable, and connects later. */
public final class ShardPools implements AutoCloseable {
    private final Map<String, HikariDataSource> pools = new LinkedHashMap<>();

    public ShardPools(ShardConnectionDetails details, ShardsProperties properties, MeterRegistry meters) {
        for (ShardConnectionDetails.Shard shard : details.shards()) {
            pools.put(shard.name(), pool(shard, properties, meters));
        }
    }

    public Map<String, DataSource> byShard() {
        return Map.copyOf(pools);
    }

    private static HikariDataSource pool(
            ShardConnectionDetails.Shard shard, ShardsProperties properties, MeterRegistry meters) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(shard.name());
        config.setJdbcUrl(shard.url());
        config.setUsername(shard.username());
        config.setPassword(shard.password());
        config.setMaximumPoolSize(properties.poolSize());
        config.setConnectionTimeout(properties.acquireTimeout().toMillis());
        config.setValidationTimeout(500);
        config.setInitializationFailTimeout(-1);
        config.setKeepaliveTime(120_000);
        config.setMaxLifetime(1_800_000);
        config.setMetricRegistry(meters);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", "2");
        config.addDataSourceProperty("socketTimeout", "15");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("ApplicationName", "firstcome");
        return new HikariDataSource(config);
    }

    @Override
    public void close() {
        pools.values().forEach(HikariDataSource::close);
    }
}
