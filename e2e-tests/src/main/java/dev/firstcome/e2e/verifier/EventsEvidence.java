package dev.firstcome.e2e.verifier;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The complete evidence about the events of a run: committed history, Kafka records, outboxes and inboxes.
 *
 * @param history the committed events of all shards
 * @param records the records in Kafka, in offset order within each partition
 * @param outboxRows the number of rows that are still in the outboxes
 * @param slotLagBytes the WAL bytes that each replication slot retains
 * @param consumed the inbox entries by consumer name, with duplicates
 * @param effects the aggregate ids of the consumer's effects, with duplicates
 */
public record EventsEvidence(
        List<CommittedEvent> history,
        List<PublishedEvent> records,
        long outboxRows,
        Map<String, Long> slotLagBytes,
        Map<String, List<UUID>> consumed,
        List<UUID> effects) {
    /** A row of the event history. */
    public record CommittedEvent(UUID eventId, String topic, UUID aggregateId, long version, String payloadHash) {}

    /** A record in Kafka. The event id leads to its aggregate. */
    public record PublishedEvent(String topic, int partition, long offset, UUID eventId, String payloadHash) {}

    /** A consumer and the topic whose effects were collected. */
    public record Consumer(String name, String topic) {}

    /** Returns the ids of the committed events of one topic. */
    Set<UUID> idsOf(String topic) {
        return history.stream()
                .filter(event -> event.topic().equals(topic))
                .map(CommittedEvent::eventId)
                .collect(Collectors.toSet());
    }
}
