package dev.firstcome.platform.shards;

import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.startup.StartupTasks;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Auto-configures one routing data source over all shards. The {@code ShardConnectionDetails} are built from the
 * properties {@code platform.shards[n]}, unless a bean of that type exists.
 */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@ConditionalOnClass(JdbcClient.class)
@EnableConfigurationProperties(ShardsProperties.class)
public class ShardsAutoConfiguration {
    @Bean
    BucketedIds bucketedIds(Clock clock) {
        return new BucketedIds(clock);
    }

    @Bean(destroyMethod = "close")
    ShardPools shardPools(
            ShardsProperties properties, ObjectProvider<ShardConnectionDetails> details, MeterRegistry meters) {
        return new ShardPools(connections(properties, details), properties, meters);
    }

    @Bean
    DataSource dataSource(ShardPools pools, ObjectProvider<GuardedDataSource.Guard> guards) {
        return routingDataSource(pools, guards.orderedStream().toList());
    }

    /**
     * Acquires a connection at the first statement, when it is known whether the transaction is read-only. Both kinds use
     * the primaries.
     */
    static DataSource routingDataSource(ShardPools pools, List<GuardedDataSource.Guard> guards) {
        LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy();
        lazy.setTargetDataSource(new GuardedDataSource(new ShardRoutingDataSource(pools.byShard()), guards));
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
            ObjectProvider<ShardMigrations.PlatformSchema> platform) {
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
    HealthIndicator shardsHealth(ShardPools pools) {
        return new ShardsHealth(pools.byShard());
    }

    /** Returns the shards of the first bean of this type that is not the properties, or the properties. */
    public static ShardConnectionDetails connections(
            ShardsProperties properties, ObjectProvider<ShardConnectionDetails> details) {
        return details.stream()
                .filter(found -> !(found instanceof ShardsProperties))
                .findFirst()
                .orElse(properties);
    }

    /** Routes to the shard that is bound to the thread. There is no default shard. */
    private static final class ShardRoutingDataSource extends AbstractRoutingDataSource {
        ShardRoutingDataSource(Map<String, DataSource> shards) {
            setTargetDataSources(Map.copyOf(shards));
            setLenientFallback(false);
            afterPropertiesSet();
        }

        @Override
        protected Object determineCurrentLookupKey() {
            String shard = Shards.current();
            if (shard == null) {
                throw new IllegalStateException("SQL without a bound shard: execute it through Shards");
            }
            return shard;
        }
    }

    /**
     * Makes transactions read-only in the database. The lazy proxy does not do that; the driver sends it with the begin of
     * the transaction, without another round trip.
     */
    private static final class ReadOnlyDataSource extends DelegatingDataSource {
        ReadOnlyDataSource(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            connection.setReadOnly(true);
            return connection;
        }
    }

    /** DOWN while a shard provides no valid connection. The details contain the reason per shard. */
    private record ShardsHealth(Map<String, DataSource> shards) implements HealthIndicator {
        private static final int VALIDATION_SECONDS = 1;

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
                return connection.isValid(VALIDATION_SECONDS) ? "up" : "the connection is not valid";
            } catch (SQLException unavailable) {
                return String.valueOf(unavailable.getMessage());
            }
        }
    }
}
