package dev.firstcome.platform.outbox;

import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.PlatformSchema;
import dev.firstcome.platform.shards.ShardConnectionDetails;
import dev.firstcome.platform.shards.ShardedDatabase;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.platform.shards.ShardsProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ProducerFactory;

/** The outbox's beans; the relay runs where it has a role to read the log with. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutboxProperties.class)
public class OutboxConfiguration {
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
    OutboxRelay outboxRelay(ShardsProperties shards, ObjectProvider<ShardConnectionDetails> details, RelayParts parts) {
        return new OutboxRelay(ShardedDatabase.connections(shards, details), parts);
    }

    @Bean
    @ConditionalOnProperty("platform.outbox.username")
    RelayParts relayParts(OutboxProperties properties, OutboxTables tables, EventSender sender, MeterRegistry meters) {
        return new RelayParts(properties, tables, sender, meters);
    }

    @Bean
    OutboxTables outboxTables(Shards shards, JdbcClient jdbc) {
        return new OutboxTables(shards, jdbc);
    }

    @Bean
    EventSender eventSender(ProducerFactory<byte[], byte[]> producers, Environment environment, Clock clock) {
        return EventSender.of(
                producers.getConfigurationProperties(),
                environment.getRequiredProperty("spring.application.name"),
                clock);
    }
}
