package dev.firstcome.platform.outbox;

import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A row of the outbox: one event that is to be published. */
record OutboxRow(
        int bucket,
        UUID eventId,
        String topic,
        String key,
        String type,
        String payload,
        Instant occurredAt,
        @Nullable String traceparent) {
    /** The primary key. */
    record Key(int bucket, UUID eventId) {}

    Key rowKey() {
        return new Key(bucket, eventId);
    }

    ProducerRecord<byte[], byte[]> toRecord(byte[] source) {
        ProducerRecord<byte[], byte[]> kafkaRecord = new ProducerRecord<>(topic, utf8(key), utf8(payload));
        if (traceparent != null) {
            kafkaRecord.headers().add(EventCodec.TRACE_PARENT, utf8(traceparent));
        }
        EventCodec.describe(
                kafkaRecord.headers(), utf8(eventId.toString()), utf8(type), source, utf8(occurredAt.toString()));
        return kafkaRecord;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
