package dev.firstcome.e2e.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.verifier.EventsEvidence.Consumer;
import dev.firstcome.e2e.verifier.EventsEvidence.Sent;
import dev.firstcome.e2e.verifier.EventsEvidence.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Each violation that is planted is found, and nothing else is. */
class EventsVerifierTests {
    private static final Consumer READER = new Consumer("reader", "messages");

    private final UUID kim = UUID.randomUUID();
    private final UUID message = UUID.randomUUID();
    private final Told first = new Told(UUID.randomUUID(), "changes", kim, 1, "a");
    private final Told second = new Told(UUID.randomUUID(), "changes", kim, 2, "b");
    private final Told welcome = new Told(UUID.randomUUID(), "messages", message, 1, "c");
    private final List<Told> history = new ArrayList<>(List.of(first, second, welcome));
    private final List<Sent> records =
            new ArrayList<>(List.of(sent(first, 3, 0), sent(second, 3, 1), sent(first, 3, 2), sent(welcome, 5, 0)));
    private final List<UUID> taken = new ArrayList<>(List.of(welcome.eventId()));
    private final List<UUID> effects = new ArrayList<>(List.of(message));
    private long waiting;
    private long lag;

    private static Sent sent(Told told, int partition, long offset) {
        return new Sent(told.topic(), partition, offset, told.eventId(), told.payloadHash());
    }

    private List<Invariant> violated() {
        EventsEvidence evidence = new EventsEvidence(
                history, records, waiting, Map.of("pg-1", lag), Map.of(READER.name(), taken), effects);
        return EventsVerifier.verdicts(evidence, READER).stream()
                .filter(verdict -> !verdict.valid())
                .map(Verdict::invariant)
                .toList();
    }

    @Test
    void aRunWithRepetitionsIsRight() {
        assertThat(violated()).isEmpty();
    }

    @Test
    void aLostEventIsFound() {
        records.removeIf(record -> record.eventId().equals(second.eventId()));

        assertThat(violated()).containsExactly(Invariant.E1);
    }

    @Test
    void anEventOfNoTransactionIsFound() {
        records.add(new Sent("changes", 3, 9, UUID.randomUUID(), "x"));

        assertThat(violated()).containsExactly(Invariant.E1);
    }

    @Test
    void anEventInAnotherTopicIsFound() {
        records.add(new Sent("messages", 3, 9, second.eventId(), "b"));

        assertThat(violated()).containsExactly(Invariant.E1);
    }

    @Test
    void anEffectThatIsMissingOrThereTwiceIsFound() {
        effects.clear();
        assertThat(violated()).containsExactly(Invariant.E2);

        effects.addAll(List.of(message, message));
        assertThat(violated()).containsExactly(Invariant.E2);
    }

    @Test
    void anEventThatWasNotTakenIsFound() {
        taken.clear();

        assertThat(violated()).containsExactly(Invariant.E2);
    }

    @Test
    void anOlderVersionAfterANewerOneIsFound() {
        records.set(0, sent(second, 3, 0));
        records.set(1, sent(first, 3, 1));

        assertThat(violated()).containsExactly(Invariant.E3);
    }

    @Test
    void oneThingInTwoPartitionsIsFound() {
        records.set(1, sent(second, 4, 0));

        assertThat(violated()).containsExactly(Invariant.E3);
    }

    @Test
    void whatWaitsIsFound() {
        waiting = 1;
        assertThat(violated()).containsExactly(Invariant.E4);

        waiting = 0;
        lag = 1L << 40;
        assertThat(violated()).containsExactly(Invariant.E4);
    }

    @Test
    void anotherPayloadUnderTheSameIdIsFound() {
        records.add(new Sent("changes", 3, 9, first.eventId(), "other"));

        assertThat(violated()).containsExactly(Invariant.E5);
    }

    @Test
    void nothingAtAllShowsNothing() {
        history.clear();
        records.clear();
        taken.clear();
        effects.clear();

        assertThat(violated()).contains(Invariant.E1, Invariant.E2, Invariant.E3, Invariant.E5);
    }
}
