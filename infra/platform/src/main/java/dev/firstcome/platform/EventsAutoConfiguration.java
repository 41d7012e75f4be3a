package dev.firstcome.platform;

import dev.firstcome.platform.inbox.InboxConfiguration;
import dev.firstcome.platform.outbox.OutboxConfiguration;
import io.debezium.engine.DebeziumEngine;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;

/** Auto-configures the outbox and the inbox in services with Postgres, Debezium and Kafka. */
@AutoConfiguration(after = {ShardsAutoConfiguration.class, KafkaAutoConfiguration.class})
@ConditionalOnClass({DebeziumEngine.class, JdbcClient.class, KafkaTemplate.class})
@Import({OutboxConfiguration.class, InboxConfiguration.class})
public class EventsAutoConfiguration {}
