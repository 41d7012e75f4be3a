package dev.firstcome.platform.outbox;

import dev.firstcome.platform.ids.Bucket;
import java.time.Instant;
import java.util.UUID;

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
