package dev.firstcome.platform.outbox;

import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.ids.BucketedIds;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Where a service writes down what is to be told, in the transaction that makes it true: an event is sent if, and only if,
 * that transaction commits. It is sent at least once, always under the same id and with the same payload, and the first
 * time in the order of the aggregate's versions. The relay alone knows Kafka.
 */
public final class Outbox {
    /** Half of what the brokers take. */
    private static final int PAYLOAD_BYTES_MAX = 512 * 1024;

    private final JdbcClient jdbc;
    private final EventCodec codec;
    private final BucketedIds ids;
    private final @Nullable Tracer tracer;

    Outbox(JdbcClient jdbc, EventCodec codec, BucketedIds ids, @Nullable Tracer tracer) {
        this.jdbc = jdbc;
        this.codec = codec;
        this.ids = ids;
        this.tracer = tracer;
    }

    /**
     * Appends the event and its line in the history; gives the event's id.
     *
     * @throws IllegalStateException outside a transaction, since what is told must be what is stored; for more than 512 KiB
     * @throws org.springframework.dao.DuplicateKeyException if this version of the aggregate was told before
     */
    public UUID append(OutgoingEvent event) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an event is told of what a transaction does, and there is none");
        }
        UUID id = ids.next(event.bucket());
        byte[] payload = codec.write(event.body());
        if (payload.length > PAYLOAD_BYTES_MAX) {
            throw new IllegalStateException(
                    "an event of %d bytes would be refused by Kafka for ever".formatted(payload.length));
        }
        jdbc.sql("""
                        with history as (
                            insert into event_history (bucket, event_id, topic, aggregate_id, version, payload_hash)
                            values (:bucket, :id, :topic, :aggregate, :version, :hash))
                        insert into outbox (bucket, event_id, topic, key, type, aggregate_id, version, payload,
                            occurred_at, traceparent)
                        values (:bucket, :id, :topic, :key, :type, :aggregate, :version, :payload, :at, :trace)
                        """)
                .param("bucket", event.bucket().number())
                .param("id", id)
                .param("topic", event.topic())
                .param("key", event.key())
                .param("type", EventCodec.typeOf(event.body().getClass()))
                .param("aggregate", event.aggregateId())
                .param("version", event.version())
                .param("payload", new String(payload, StandardCharsets.UTF_8))
                .param("hash", hash(payload))
                .param("at", event.occurredAt().atOffset(ZoneOffset.UTC))
                .param("trace", traceparent())
                .update();
        return id;
    }

    /** SHA-256: by it a record in Kafka can be compared with the history. */
    static byte[] hash(byte[] payload) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(payload);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private @Nullable String traceparent() {
        Span span = tracer == null ? null : tracer.currentSpan();
        if (span == null) {
            return null;
        }
        String sampled = Boolean.TRUE.equals(span.context().sampled()) ? "01" : "00";
        return "00-" + span.context().traceId() + "-" + span.context().spanId() + "-" + sampled;
    }
}
