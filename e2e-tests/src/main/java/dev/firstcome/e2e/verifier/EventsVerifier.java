package dev.firstcome.e2e.verifier;

import dev.firstcome.e2e.verifier.EventsEvidence.Consumer;
import dev.firstcome.e2e.verifier.EventsEvidence.Sent;
import dev.firstcome.e2e.verifier.EventsEvidence.Told;
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

/** Compares history, Kafka, outbox and inbox, and says whether E1 to E5 held. */
public final class EventsVerifier {
    private static final long LAG_MAX_BYTES = 64L << 20;

    private final EventsEvidence evidence;
    private final Consumer consumer;
    private final Map<UUID, Told> history;

    private EventsVerifier(EventsEvidence evidence, Consumer consumer) {
        this.evidence = evidence;
        this.consumer = consumer;
        this.history = evidence.history().stream()
                .collect(Collectors.toMap(Told::eventId, Function.identity(), (one, other) -> one));
    }

    /** @param consumer the one whose effects the evidence has */
    public static List<Verdict> verdicts(EventsEvidence evidence, Consumer consumer) {
        EventsVerifier judge = new EventsVerifier(evidence, consumer);
        List<Verdict> verdicts = new ArrayList<>();
        for (Invariant invariant : Invariant.ofEvents()) {
            InvariantCheck inquiry = new InvariantCheck(invariant);
            switch (invariant) {
                case E1 -> judge.toldIfCommitted(inquiry);
                case E2 -> judge.takenOnce(inquiry);
                case E3 -> judge.inOrder(inquiry);
                case E4 -> judge.nothingWaits(inquiry);
                case E5 -> judge.neverDiffers(inquiry);
                default -> throw new IllegalStateException(invariant + " is not about events");
            }
            verdicts.add(inquiry.verdict(false));
        }
        return List.copyOf(verdicts);
    }

    private void toldIfCommitted(InvariantCheck inquiry) {
        Map<UUID, String> sent = new HashMap<>();
        for (Sent record : evidence.records()) {
            inquiry.lookAt(1);
            sent.put(record.eventId(), record.topic());
            Told told = history.get(record.eventId());
            if (told == null) {
                inquiry.contradict("%s was never committed", record);
            } else if (!told.topic().equals(record.topic())) {
                inquiry.contradict("%s belongs into %s", record, told.topic());
            }
        }
        for (Told told : evidence.history()) {
            inquiry.lookAt(1);
            if (!sent.containsKey(told.eventId())) {
                inquiry.contradict("%s is not in Kafka", told);
            }
        }
    }

    private void takenOnce(InvariantCheck inquiry) {
        Set<UUID> ids = evidence.idsOf(consumer.topic());
        Map<UUID, Long> taken = counts(evidence.taken().getOrDefault(consumer.name(), List.of()));
        Map<UUID, Long> effects = counts(evidence.effects());
        taken.keySet().stream()
                .filter(id -> !ids.contains(id))
                .forEach(id -> inquiry.contradict("%s was never told", id));
        for (UUID id : ids) {
            inquiry.lookAt(1);
            long lines = taken.getOrDefault(id, 0L);
            long effect =
                    effects.getOrDefault(Objects.requireNonNull(history.get(id)).aggregateId(), 0L);
            if (lines != 1 || effect != 1) {
                inquiry.contradict("%s was taken %d times and has %d effects", id, lines, effect);
            }
        }
    }

    private static Map<UUID, Long> counts(List<UUID> ids) {
        return ids.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private void inOrder(InvariantCheck inquiry) {
        Map<String, Long> last = new HashMap<>();
        Map<String, Integer> places = new HashMap<>();
        Set<UUID> seen = new HashSet<>();
        for (Sent record : evidence.records()) {
            Told told = history.get(record.eventId());
            if (told == null || !seen.add(record.eventId())) {
                continue;
            }
            inquiry.lookAt(1);
            String thing = told.topic() + " " + told.aggregateId();
            Integer place = places.putIfAbsent(thing, record.partition());
            if (place != null && place != record.partition()) {
                inquiry.contradict("%s is in partitions %d and %d", thing, place, record.partition());
            }
            Long before = last.put(thing, told.version());
            if (before != null && before >= told.version()) {
                inquiry.contradict("%s: version %d comes after %d", thing, told.version(), before);
            }
        }
    }

    private void nothingWaits(InvariantCheck inquiry) {
        inquiry.lookAt(1 + evidence.slotLagBytes().size());
        if (evidence.outboxRows() > 0) {
            inquiry.contradict("%d rows still wait in the outbox", evidence.outboxRows());
        }
        evidence.slotLagBytes().forEach((shard, lag) -> {
            if (lag > LAG_MAX_BYTES) {
                inquiry.contradict("the slot on %s holds back %d bytes", shard, lag);
            }
        });
    }

    private void neverDiffers(InvariantCheck inquiry) {
        for (Sent record : evidence.records()) {
            Told told = history.get(record.eventId());
            if (told != null) {
                inquiry.lookAt(1);
                if (!told.payloadHash().equals(record.payloadHash())) {
                    inquiry.contradict("%s has another payload than %s", record, told);
                }
            }
        }
    }
}
