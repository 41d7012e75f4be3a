package dev.firstcome.e2e.verifier;

import dev.firstcome.e2e.verifier.EventsEvidence.CommittedEvent;
import dev.firstcome.e2e.verifier.EventsEvidence.PublishedEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The events of one time window, as found in the databases, in Kafka and at the consumers.
 *
 * @param committed the events that all shards committed in the window
 * @param waiting the ids of the committed events that are still in an outbox
 * @param records the Kafka records since the start of the window, in offset order within each partition
 * @param outsideWindow the ids of published or consumed events that were committed outside the window
 * @param due the ids of the committed events that each consumer must consume
 * @param consumed the ids of the events that each consumer has recorded since the start of the window
 */
public record EventsFindings(
        List<CommittedEvent> committed,
        Set<UUID> waiting,
        List<PublishedEvent> records,
        Set<UUID> outsideWindow,
        Map<String, Set<UUID>> due,
        Map<String, Set<UUID>> consumed) {}
