package dev.firstcome.platform.outbox;

import dev.firstcome.platform.ids.Bucket;
import java.time.Instant;
import java.util.UUID;

/**
 * Something to be told once the transaction is committed.
 *
 * @param bucket whose data it is of; the transaction must be on its shard
 * @param key what Kafka orders by
 * @param aggregateId what it is about
 * @param version of the aggregate, raised under its lock: no two events of one topic have the same
 * @param body an event of {@code contracts}, which says the aggregate's whole state
 * @param occurredAt the time that the event's header says
 */
public record OutgoingEvent(
        Bucket bucket, String topic, String key, UUID aggregateId, long version, Object body, Instant occurredAt) {}
