package dev.firstcome.e2e.verifier;

import dev.firstcome.e2e.verifier.EventsEvidence.Sent;
import dev.firstcome.e2e.verifier.EventsEvidence.Told;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What was found of the events of some time.
 *
 * @param told what was committed in that time, of all shards
 * @param waiting those of them that the outbox still has
 * @param records what is in Kafka from that time on, each partition's in its order
 * @param earlierOrLater events of which something was found, and that were committed before that time or after it
 * @param due what each consumer has to take of what was told
 * @param taken what each consumer has noted in that time, or since
 */
public record EventsFindings(
        List<Told> told,
        Set<UUID> waiting,
        List<Sent> records,
        Set<UUID> earlierOrLater,
        Map<String, Set<UUID>> due,
        Map<String, Set<UUID>> taken) {}
