package dev.firstcome.platform;

import dev.firstcome.platform.shards.ShardedDatabase;
import dev.firstcome.platform.shards.ShardsProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Auto-configures one routing data source over all shards. The {@code ShardConnectionDetails} are built from the
 * properties {@code platform.shards[n]}, unless a bean of that type exists.
 */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@ConditionalOnClass(JdbcClient.class)
@EnableConfigurationProperties(ShardsProperties.class)
@Import(ShardedDatabase.class)
public class ShardsAutoConfiguration {}
