package dev.firstcome.e2e.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.verifier.EventsEvidence.Sent;
import dev.firstcome.e2e.verifier.EventsEvidence.Told;
import dev.firstcome.e2e.verifier.EventsReport.ConsumerLine;
import dev.firstcome.e2e.verifier.EventsReport.TopicLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Each difference that is planted is counted in its column, and nothing else is. */
class EventsReportTests {
    private static final String READER = "reader";

    private final UUID kim = UUID.randomUUID();
    private final Told first = new Told(UUID.randomUUID(), "changes", kim, 1, "a");
    private final Told second = new Told(UUID.randomUUID(), "changes", kim, 2, "b");
    private final UUID earlier = UUID.randomUUID();
    private final List<Told> told = new ArrayList<>(List.of(first, second));
    private final Set<UUID> waiting = new HashSet<>();
    private final List<Sent> records =
            new ArrayList<>(List.of(new Sent("changes", 3, 0, earlier, "z"), sent(first, 3, 1), sent(second, 3, 2)));
    private final Set<UUID> taken = new HashSet<>(Set.of(earlier, first.eventId(), second.eventId()));

    private static Sent sent(Told event, int partition, long offset) {
        return new Sent(event.topic(), partition, offset, event.eventId(), event.payloadHash());
    }

    private EventsReport report() {
        return EventsReport.of(new EventsFindings(
                told,
                waiting,
                records,
                Set.of(earlier),
                Map.of(READER, Set.of(first.eventId(), second.eventId())),
                Map.of(READER, taken)));
    }

    private void finds(boolean right, TopicLine topic) {
        EventsReport report = report();
        assertThat(report.topics()).containsExactly(topic);
        assertThat(report.isRight()).as(report.text()).isEqualTo(right);
        assertThat(report.witnesses().isEmpty()).isEqualTo(right);
    }

    private static TopicLine changes(long sent, long... others) {
        return new TopicLine("changes", 2, sent, others[0], others[1], others[2], others[3], others[4], others[5]);
    }

    @Test
    void whatIsWholeIsRight() {
        finds(true, changes(2, 0, 0, 0, 0, 0, 0));
        assertThat(report().consumers()).containsExactly(new ConsumerLine(READER, 2, 2, 0, 0));
    }

    @Test
    void aRepetitionIsCountedAndNoFault() {
        records.add(sent(first, 3, 3));
        finds(true, changes(2, 0, 0, 1, 0, 0, 0));
    }

    @Test
    void whatWaitsIsNotMissingYet() {
        records.removeLast();
        taken.remove(second.eventId());
        waiting.add(second.eventId());
        EventsReport report = EventsReport.of(new EventsFindings(
                told,
                waiting,
                records,
                Set.of(earlier),
                Map.of(READER, Set.of(first.eventId())),
                Map.of(READER, taken)));
        assertThat(report.topics()).containsExactly(changes(1, 1, 0, 0, 0, 0, 0));
        assertThat(report.isRight()).isTrue();
    }

    @Test
    void aGapIsFound() {
        records.removeLast();
        finds(false, changes(1, 0, 1, 0, 0, 0, 0));
    }

    @Test
    void anOrderThatIsNotTheirsIsFound() {
        records.clear();
        records.addAll(List.of(sent(second, 3, 0), sent(first, 3, 1)));
        finds(false, changes(2, 0, 0, 0, 1, 0, 0));

        records.clear();
        records.addAll(List.of(sent(first, 3, 0), sent(second, 4, 0)));
        finds(false, changes(2, 0, 0, 0, 1, 0, 0));
    }

    @Test
    void aRecordThatSaysSomethingElseIsFound() {
        records.add(new Sent("changes", 3, 3, second.eventId(), "other"));
        finds(false, changes(2, 0, 0, 1, 0, 1, 0));
    }

    @Test
    void aRecordOfNoTransactionIsFound() {
        records.add(new Sent("changes", 3, 3, UUID.randomUUID(), "x"));
        finds(false, changes(2, 0, 0, 0, 0, 0, 1));
    }

    @Test
    void whatAConsumerLacksOrHasMadeUpIsFound() {
        taken.remove(second.eventId());
        taken.add(UUID.randomUUID());
        EventsReport report = report();
        assertThat(report.consumers()).containsExactly(new ConsumerLine(READER, 2, 1, 1, 1));
        assertThat(report.isRight()).isFalse();
        assertThat(report.text()).contains("missing at reader: " + second).contains("never told");
        assertThat(report.json()).contains("\"right\":false").contains("\"consumer\":\"reader\"");
    }
}
