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
 * One routing data source over all shards, for services that have a database. {@code ShardConnectionDetails} come from
 * the properties {@code platform.shards[n]}, or from a bean of that type where there is one.
 */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@ConditionalOnClass(JdbcClient.class)
@EnableConfigurationProperties(ShardsProperties.class)
@Import(ShardedDatabase.class)
public class ShardsAutoConfiguration {}
