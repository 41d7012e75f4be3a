package dev.firstcome.e2e.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.verifier.EventsEvidence.CommittedEvent;
import dev.firstcome.e2e.verifier.EventsEvidence.Consumer;
import dev.firstcome.e2e.verifier.EventsEvidence.PublishedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests that each injected violation is reported, and nothing else is. */
class EventsVerifierTests {
    private static final Consumer READER = new Consumer("reader", "messages");

    private final UUID kim = UUID.randomUUID();
    private final UUID message = UUID.randomUUID();
    private final CommittedEvent first = new CommittedEvent(UUID.randomUUID(), "changes", kim, 1, "a");
    private final CommittedEvent second = new CommittedEvent(UUID.randomUUID(), "changes", kim, 2, "b");
    private final CommittedEvent welcome = new CommittedEvent(UUID.randomUUID(), "messages", message, 1, "c");
    private final List<CommittedEvent> history = new ArrayList<>(List.of(first, second, welcome));
    private final List<PublishedEvent> records =
            new ArrayList<>(List.of(sent(first, 3, 0), sent(second, 3, 1), sent(first, 3, 2), sent(welcome, 5, 0)));
    private final List<UUID> consumed = new ArrayList<>(List.of(welcome.eventId()));
    private final List<UUID> effects = new ArrayList<>(List.of(message));
    private long outboxRows;
    private long lag;

    private static PublishedEvent sent(CommittedEvent event, int partition, long offset) {
        return new PublishedEvent(event.topic(), partition, offset, event.eventId(), event.payloadHash());
    }

    private List<Invariant> violated() {
        EventsEvidence evidence = new EventsEvidence(
                history, records, outboxRows, Map.of("pg-1", lag), Map.of(READER.name(), consumed), effects);
        return EventsVerifier.verdicts(evidence, READER).stream()
                .filter(verdict -> !verdict.valid())
                .map(Verdict::invariant)
                .toList();
    }

    @Test
    void runWithDuplicateRecordsIsValid() {
        assertThat(violated()).isEmpty();
    }

    @Test
    void lostEventViolatesE1() {
        records.removeIf(record -> record.eventId().equals(second.eventId()));

        assertThat(violated()).containsExactly(Invariant.E1);
    }

    @Test
    void uncommittedEventViolatesE1() {
        records.add(new PublishedEvent("changes", 3, 9, UUID.randomUUID(), "x"));

        assertThat(violated()).containsExactly(Invariant.E1);
    }

    @Test
    void eventInWrongTopicViolatesE1() {
        records.add(new PublishedEvent("messages", 3, 9, second.eventId(), "b"));

        assertThat(violated()).containsExactly(Invariant.E1);
    }

    @Test
    void missingOrDuplicateEffectViolatesE2() {
        effects.clear();
        assertThat(violated()).containsExactly(Invariant.E2);

        effects.addAll(List.of(message, message));
        assertThat(violated()).containsExactly(Invariant.E2);
    }

    @Test
    void unconsumedEventViolatesE2() {
        consumed.clear();

        assertThat(violated()).containsExactly(Invariant.E2);
    }

    @Test
    void olderVersionAfterNewerViolatesE3() {
        records.set(0, sent(second, 3, 0));
        records.set(1, sent(first, 3, 1));

        assertThat(violated()).containsExactly(Invariant.E3);
    }

    @Test
    void aggregateInTwoPartitionsViolatesE3() {
        records.set(1, sent(second, 4, 0));

        assertThat(violated()).containsExactly(Invariant.E3);
    }

    @Test
    void outboxRowsOrSlotLagViolateE4() {
        outboxRows = 1;
        assertThat(violated()).containsExactly(Invariant.E4);

        outboxRows = 0;
        lag = 1L << 40;
        assertThat(violated()).containsExactly(Invariant.E4);
    }

    @Test
    void differentPayloadViolatesE5() {
        records.add(new PublishedEvent("changes", 3, 9, first.eventId(), "other"));

        assertThat(violated()).containsExactly(Invariant.E5);
    }

    @Test
    void emptyEvidenceIsInvalid() {
        history.clear();
        records.clear();
        consumed.clear();
        effects.clear();

        assertThat(violated()).contains(Invariant.E1, Invariant.E2, Invariant.E3, Invariant.E5);
    }
}
