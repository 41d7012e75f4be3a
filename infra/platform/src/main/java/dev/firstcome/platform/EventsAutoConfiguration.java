package dev.firstcome.platform;

import dev.firstcome.platform.inbox.InboxConfiguration;
import dev.firstcome.platform.outbox.OutboxConfiguration;
import io.debezium.engine.DebeziumEngine;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaTemplate;

/** Outbox and inbox, for services that tell and hear of things by events: those that carry the log's reader. */
@AutoConfiguration(after = {ShardsAutoConfiguration.class, KafkaAutoConfiguration.class})
@ConditionalOnClass({DebeziumEngine.class, KafkaTemplate.class})
@Import({OutboxConfiguration.class, InboxConfiguration.class})
public class EventsAutoConfiguration {}
