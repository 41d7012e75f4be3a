package dev.firstcome.platform.outbox;

import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** An event as it lies in the outbox. */
record OutboxRow(
        int bucket,
        UUID eventId,
        String topic,
        String key,
        String type,
        String payload,
        Instant occurredAt,
        @Nullable String traceparent) {
    /** What names a row. */
    record Key(int bucket, UUID eventId) {}

    Key rowKey() {
        return new Key(bucket, eventId);
    }

    ProducerRecord<byte[], byte[]> message(byte[] source) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, utf8(key), utf8(payload));
        if (traceparent != null) {
            message.headers().add(EventCodec.TRACE_PARENT, utf8(traceparent));
        }
        EventCodec.describe(
                message.headers(), utf8(eventId.toString()), utf8(type), source, utf8(occurredAt.toString()));
        return message;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
