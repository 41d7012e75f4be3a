package dev.firstcome.e2e.verifier;

import dev.firstcome.e2e.verifier.EventsEvidence.CommittedEvent;
import dev.firstcome.e2e.verifier.EventsEvidence.Consumer;
import dev.firstcome.e2e.verifier.EventsEvidence.PublishedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Evaluates the invariants E1 to E5 by comparing event history, Kafka, outbox and inbox. */
public final class EventsVerifier {
    private static final long LAG_MAX_BYTES = 64L << 20;

    private final EventsEvidence evidence;
    private final Consumer consumer;
    private final Map<UUID, CommittedEvent> history;

    private EventsVerifier(EventsEvidence evidence, Consumer consumer) {
        this.evidence = evidence;
        this.consumer = consumer;
        this.history = evidence.history().stream()
                .collect(Collectors.toMap(CommittedEvent::eventId, Function.identity(), (one, other) -> one));
    }

    /** @param consumer the consumer whose effects are in the evidence */
    public static List<Verdict> verdicts(EventsEvidence evidence, Consumer consumer) {
        EventsVerifier verifier = new EventsVerifier(evidence, consumer);
        List<Verdict> verdicts = new ArrayList<>();
        for (Invariant invariant : Invariant.ofEvents()) {
            InvariantCheck check = new InvariantCheck(invariant);
            switch (invariant) {
                case E1 -> verifier.checkPublication(check);
                case E2 -> verifier.checkConsumption(check);
                case E3 -> verifier.checkOrder(check);
                case E4 -> verifier.checkDrained(check);
                case E5 -> verifier.checkPayloads(check);
                default -> throw new IllegalStateException(invariant + " is not about events");
            }
            verdicts.add(check.verdict(false));
        }
        return List.copyOf(verdicts);
    }

    private void checkPublication(InvariantCheck check) {
        Map<UUID, String> sent = new HashMap<>();
        for (PublishedEvent record : evidence.records()) {
            check.countItems(1);
            sent.put(record.eventId(), record.topic());
            CommittedEvent event = history.get(record.eventId());
            if (event == null) {
                check.contradict("%s was never committed", record);
            } else if (!event.topic().equals(record.topic())) {
                check.contradict("%s belongs to topic %s", record, event.topic());
            }
        }
        for (CommittedEvent event : evidence.history()) {
            check.countItems(1);
            if (!sent.containsKey(event.eventId())) {
                check.contradict("%s is not in Kafka", event);
            }
        }
    }

    private void checkConsumption(InvariantCheck check) {
        Set<UUID> ids = evidence.idsOf(consumer.topic());
        Map<UUID, Long> consumed = counts(evidence.consumed().getOrDefault(consumer.name(), List.of()));
        Map<UUID, Long> effects = counts(evidence.effects());
        consumed.keySet().stream()
                .filter(id -> !ids.contains(id))
                .forEach(id -> check.contradict("%s was never committed", id));
        for (UUID id : ids) {
            check.countItems(1);
            long entries = consumed.getOrDefault(id, 0L);
            long effect =
                    effects.getOrDefault(Objects.requireNonNull(history.get(id)).aggregateId(), 0L);
            if (entries != 1 || effect != 1) {
                check.contradict("%s was consumed %d times and has %d effects", id, entries, effect);
            }
        }
    }

    private static Map<UUID, Long> counts(List<UUID> ids) {
        return ids.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private void checkOrder(InvariantCheck check) {
        Map<String, Long> last = new HashMap<>();
        Map<String, Integer> partitions = new HashMap<>();
        Set<UUID> seen = new HashSet<>();
        for (PublishedEvent record : evidence.records()) {
            CommittedEvent event = history.get(record.eventId());
            if (event == null || !seen.add(record.eventId())) {
                continue;
            }
            check.countItems(1);
            String aggregate = event.topic() + " " + event.aggregateId();
            Integer partition = partitions.putIfAbsent(aggregate, record.partition());
            if (partition != null && partition != record.partition()) {
                check.contradict("%s is in partitions %d and %d", aggregate, partition, record.partition());
            }
            Long before = last.put(aggregate, event.version());
            if (before != null && before >= event.version()) {
                check.contradict("%s: version %d follows version %d", aggregate, event.version(), before);
            }
        }
    }

    private void checkDrained(InvariantCheck check) {
        check.countItems(1 + evidence.slotLagBytes().size());
        if (evidence.outboxRows() > 0) {
            check.contradict("%d rows are still in the outbox", evidence.outboxRows());
        }
        evidence.slotLagBytes().forEach((shard, lag) -> {
            if (lag > LAG_MAX_BYTES) {
                check.contradict("the replication slot on %s retains %d bytes of WAL", shard, lag);
            }
        });
    }

    private void checkPayloads(InvariantCheck check) {
        for (PublishedEvent record : evidence.records()) {
            CommittedEvent event = history.get(record.eventId());
            if (event != null) {
                check.countItems(1);
                if (!event.payloadHash().equals(record.payloadHash())) {
                    check.contradict("%s has another payload than %s", record, event);
                }
            }
        }
    }
}
