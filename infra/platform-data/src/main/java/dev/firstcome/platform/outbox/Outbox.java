package dev.firstcome.platform.outbox;

import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Appends events to the outbox in the transaction that causes them. An event is published if, and only if, that transaction
 * commits: at least once, always with the same id and payload, and first in the order of the aggregate's versions.
 */
public final class Outbox {
    /** Half of the brokers' maximum record size. */
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
     * Appends the event and its history row, and returns the event's id.
     *
     * @throws IllegalStateException if no transaction is active, or if the payload is larger than 512 KiB
     * @throws org.springframework.dao.DuplicateKeyException if this version of the aggregate was appended before
     */
    public UUID append(OutgoingEvent event) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("Outbox.append needs a transaction, and none is active");
        }
        UUID id = ids.next(event.bucket());
        byte[] payload = codec.write(event.body());
        if (payload.length > PAYLOAD_BYTES_MAX) {
            throw new IllegalStateException("The payload of an event has %d bytes, and the maximum is %d"
                    .formatted(payload.length, PAYLOAD_BYTES_MAX));
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

    /** Returns the SHA-256 hash, with which a record in Kafka is compared with the history. */
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

    /**
     * An event that is published when the transaction commits.
     *
     * @param bucket the bucket of the aggregate; the transaction must run on its shard
     * @param key the Kafka key, within which Kafka keeps the order
     * @param version the aggregate's version, raised under its lock and unique per topic and aggregate
     * @param body an event of {@code contracts} with the aggregate's whole state
     * @param occurredAt the time in the event's header
     */
    public record OutgoingEvent(
            Bucket bucket, String topic, String key, UUID aggregateId, long version, Object body, Instant occurredAt) {}
}
