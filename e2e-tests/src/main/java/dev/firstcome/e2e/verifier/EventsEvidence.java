package dev.firstcome.e2e.verifier;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * All that there is about the events of one service after a run.
 *
 * @param history what was committed, of all shards
 * @param records what is in Kafka, each partition's in its order
 * @param outboxRows what still waits
 * @param slotLagBytes what each shard's slot holds back
 * @param taken events that a consumer has noted, by its name, with repetitions
 * @param effects the consumer's effects by the id of what the event is about, with repetitions
 */
public record EventsEvidence(
        List<Told> history,
        List<Sent> records,
        long outboxRows,
        Map<String, Long> slotLagBytes,
        Map<String, List<UUID>> taken,
        List<UUID> effects) {
    /** A line of the history. */
    public record Told(UUID eventId, String topic, UUID aggregateId, long version, String payloadHash) {}

    /** A record in Kafka; the aggregate is looked up by the id. */
    public record Sent(String topic, int partition, long offset, UUID eventId, String payloadHash) {}

    /** The consumer of a topic whose effects were collected. */
    public record Consumer(String name, String topic) {}

    /** Ids of one topic's history. */
    Set<UUID> idsOf(String topic) {
        return history.stream()
                .filter(told -> told.topic().equals(topic))
                .map(Told::eventId)
                .collect(Collectors.toSet());
    }
}
