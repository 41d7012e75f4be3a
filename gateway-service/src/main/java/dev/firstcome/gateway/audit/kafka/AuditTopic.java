package dev.firstcome.gateway.audit.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.AuditEntry;
import dev.firstcome.gateway.audit.AuditHeads;
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

/** Follows {@code platform.audit}, from a week back: the topic is kept for ever, and most of it was confirmed long ago. */
@Component
final class AuditTopic implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(AuditTopic.class);
    private static final Duration BACK = Duration.ofDays(7);

    private final AuditHeads heads;
    private final EventCodec codec;
    private final TopicFollower topic;

    AuditTopic(ConsumerFactory<byte[], byte[]> consumers, EventCodec codec, AuditHeads heads) {
        this.heads = heads;
        this.codec = codec;
        this.topic = TopicFollower.since(BACK, Topics.PLATFORM_AUDIT, consumers, this::take);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            AuditEntry entry = codec.read(AuditEntry.class, record.value());
            heads.take(new AuditEntry.Head(entry.writer(), entry.number(), AuditTrail.hash(record.value())));
        } catch (JacksonException unreadable) {
            log.error("an audit entry cannot be read, at {} of partition {}", record.offset(), record.partition());
        }
    }

    @Override
    public void destroy() {
        topic.close();
    }
}
