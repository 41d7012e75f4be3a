package dev.firstcome.platform.outbox;

import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.outbox.OutboxRelay.ShardRelayFactory;
import dev.firstcome.platform.shards.ShardConnectionDetails;
import dev.firstcome.platform.shards.ShardMigrations.PlatformSchema;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.platform.shards.ShardsAutoConfiguration;
import dev.firstcome.platform.shards.ShardsProperties;
import io.debezium.engine.DebeziumEngine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Auto-configures the outbox in services with Postgres, Debezium and Kafka. The relay runs only if it has a role that may
 * read the replication slot.
 */
@AutoConfiguration(after = {ShardsAutoConfiguration.class, KafkaAutoConfiguration.class})
@ConditionalOnClass({DebeziumEngine.class, JdbcClient.class, KafkaTemplate.class})
@EnableConfigurationProperties(OutboxProperties.class)
public class OutboxAutoConfiguration {
    /** The tables of the outbox, the inbox and the redriven records. */
    @Bean
    PlatformSchema eventTables() {
        return new PlatformSchema("classpath:db/platform");
    }

    @Bean
    Outbox outbox(JdbcClient jdbc, EventCodec codec, BucketedIds ids, ObjectProvider<Tracer> tracer) {
        return new Outbox(jdbc, codec, ids, tracer.getIfAvailable());
    }

    @Bean("outboxHealthIndicator")
    @ConditionalOnProperty("platform.outbox.username")
    OutboxRelay outboxRelay(
            ShardsProperties shards,
            ObjectProvider<ShardConnectionDetails> details,
            ShardRelayFactory relays,
            OutboxProperties properties) {
        return new OutboxRelay(ShardsAutoConfiguration.connections(shards, details), relays, properties.lagMax());
    }

    @Bean
    @ConditionalOnProperty("platform.outbox.username")
    ShardRelayFactory shardRelayFactory(
            OutboxProperties properties, Shards shards, JdbcClient jdbc, EventProducer producer, MeterRegistry meters) {
        return new ShardRelayFactory(properties, shards, jdbc, producer, meters);
    }

    @Bean
    EventProducer eventProducer(ProducerFactory<byte[], byte[]> producers, Environment environment, Clock clock) {
        return EventProducer.of(
                producers.getConfigurationProperties(),
                environment.getRequiredProperty("spring.application.name"),
                clock);
    }
}
