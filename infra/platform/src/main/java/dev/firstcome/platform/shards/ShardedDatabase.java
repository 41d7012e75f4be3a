package dev.firstcome.platform.shards;

import dev.firstcome.platform.deadlines.DeadlineDataSource;
import dev.firstcome.platform.startup.StartupTasks;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The beans behind {@link Shards}. Where a {@link ShardConnectionDetails} bean exists it goes before the properties.
 */
@Configuration(proxyBeanMethods = false)
public class ShardedDatabase {
    @Bean(destroyMethod = "close")
    ShardPools shardPools(
            ShardsProperties properties, ObjectProvider<ShardConnectionDetails> details, MeterRegistry meters) {
        return new ShardPools(connections(properties, details), properties, meters);
    }

    /**
     * Takes a connection only when a statement needs one, so that a read-only transaction can be sent elsewhere by
     * then. Both ways lead to the primaries; the replicas only stream.
     */
    @Bean
    DataSource dataSource(ShardPools pools) {
        LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy();
        lazy.setTargetDataSource(new DeadlineDataSource(new ShardRoutingDataSource(pools.byShard())));
        lazy.setReadOnlyDataSource(new ReadOnlyDataSource(new ShardRoutingDataSource(pools.byShard())));
        lazy.setDefaultAutoCommit(true);
        lazy.setDefaultTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        return lazy;
    }

    @Bean
    Shards shards(
            ShardsProperties properties,
            ObjectProvider<ShardConnectionDetails> details,
            PlatformTransactionManager transactions) {
        return new Shards(
                new ShardMap(connections(properties, details).shards().stream()
                        .map(ShardConnectionDetails.Shard::name)
                        .toList()),
                transactions);
    }

    @Bean
    ShardMigrations shardMigrations(
            ShardsProperties properties,
            ObjectProvider<ShardConnectionDetails> details,
            StartupTasks startup,
            ObjectProvider<PlatformSchema> platform) {
        return new ShardMigrations(
                connections(properties, details),
                startup,
                platform.orderedStream().toList());
    }

    @Bean
    SQLExceptionTranslator sqlExceptionTranslator() {
        return new PostgresErrors();
    }

    @Bean("shardsHealthIndicator")
    ShardsHealth shardsHealth(ShardPools pools) {
        return new ShardsHealth(pools.byShard());
    }

    /** Where the shards are: a bean that a test or another source gives goes before the properties. */
    public static ShardConnectionDetails connections(
            ShardsProperties properties, ObjectProvider<ShardConnectionDetails> details) {
        return details.stream()
                .filter(found -> !(found instanceof ShardsProperties))
                .findFirst()
                .orElse(properties);
    }
}
