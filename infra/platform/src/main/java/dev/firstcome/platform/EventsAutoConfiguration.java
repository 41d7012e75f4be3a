package dev.firstcome.platform;

import dev.firstcome.platform.inbox.InboxConfiguration;
import dev.firstcome.platform.outbox.OutboxConfiguration;
import org.postgresql.replication.PGReplicationStream;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;

/** Outbox and inbox, for services that tell and hear of things by events: those with a database whose log can be read. */
@AutoConfiguration(after = {ShardsAutoConfiguration.class, KafkaAutoConfiguration.class})
@ConditionalOnClass({PGReplicationStream.class, JdbcClient.class, KafkaTemplate.class})
@Import({OutboxConfiguration.class, InboxConfiguration.class})
public class EventsAutoConfiguration {}
