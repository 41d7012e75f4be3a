package dev.firstcome.gateway.audit.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.AuditEntry;
import dev.firstcome.gateway.audit.AuditChainCheckpointer;
import dev.firstcome.platform.audit.AuditTrail;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.events.TopicFollower;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/**
 * Consumes {@code platform.audit} and passes the head of each chain to the checkpointer. Consumption starts one week
 * back: the topic has unlimited retention, and older entries already have a checkpoint.
 */
@Component
final class AuditTopicConsumer implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(AuditTopicConsumer.class);
    private static final Duration LOOKBACK = Duration.ofDays(7);

    private final AuditChainCheckpointer checkpointer;
    private final EventCodec codec;
    private final TopicFollower topic;

    AuditTopicConsumer(
            ConsumerFactory<byte[], byte[]> consumers, EventCodec codec, AuditChainCheckpointer checkpointer) {
        this.checkpointer = checkpointer;
        this.codec = codec;
        this.topic = TopicFollower.since(LOOKBACK, Topics.PLATFORM_AUDIT, consumers, this::onRecord);
    }

    private void onRecord(ConsumerRecord<byte[], byte[]> record) {
        try {
            AuditEntry entry = codec.read(AuditEntry.class, record.value());
            checkpointer.updateHead(
                    new AuditEntry.Head(entry.writer(), entry.number(), AuditTrail.hash(record.value())));
        } catch (JacksonException unreadable) {
            log.error(
                    "audit topic: unreadable entry at offset {} of partition {}", record.offset(), record.partition());
        }
    }

    @Override
    public void destroy() {
        topic.close();
    }
}
