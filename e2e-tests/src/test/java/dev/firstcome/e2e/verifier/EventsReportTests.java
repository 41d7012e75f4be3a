package dev.firstcome.e2e.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.verifier.EventsEvidence.CommittedEvent;
import dev.firstcome.e2e.verifier.EventsEvidence.PublishedEvent;
import dev.firstcome.e2e.verifier.EventsReport.ConsumerLine;
import dev.firstcome.e2e.verifier.EventsReport.TopicLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests that each injected difference is counted in its column, and nothing else is. */
class EventsReportTests {
    private static final String READER = "reader";

    private final UUID kim = UUID.randomUUID();
    private final CommittedEvent first = new CommittedEvent(UUID.randomUUID(), "changes", kim, 1, "a");
    private final CommittedEvent second = new CommittedEvent(UUID.randomUUID(), "changes", kim, 2, "b");
    private final UUID earlier = UUID.randomUUID();
    private final List<CommittedEvent> committed = new ArrayList<>(List.of(first, second));
    private final Set<UUID> waiting = new HashSet<>();
    private final List<PublishedEvent> records = new ArrayList<>(
            List.of(new PublishedEvent("changes", 3, 0, earlier, "z"), sent(first, 3, 1), sent(second, 3, 2)));
    private final Set<UUID> consumed = new HashSet<>(Set.of(earlier, first.eventId(), second.eventId()));

    private static PublishedEvent sent(CommittedEvent event, int partition, long offset) {
        return new PublishedEvent(event.topic(), partition, offset, event.eventId(), event.payloadHash());
    }

    private EventsReport report() {
        return EventsReport.of(new EventsFindings(
                committed,
                waiting,
                records,
                Set.of(earlier),
                Map.of(READER, Set.of(first.eventId(), second.eventId())),
                Map.of(READER, consumed)));
    }

    private void assertReport(boolean complete, TopicLine topic) {
        EventsReport report = report();
        assertThat(report.topics()).containsExactly(topic);
        assertThat(report.isComplete()).as(report.text()).isEqualTo(complete);
        assertThat(report.samples().isEmpty()).isEqualTo(complete);
    }

    private static TopicLine changes(long sent, long... others) {
        return new TopicLine("changes", 2, sent, others[0], others[1], others[2], others[3], others[4], others[5]);
    }

    @Test
    void completeEventsPass() {
        assertReport(true, changes(2, 0, 0, 0, 0, 0, 0));
        assertThat(report().consumers()).containsExactly(new ConsumerLine(READER, 2, 2, 0, 0));
    }

    @Test
    void duplicateIsCountedButAllowed() {
        records.add(sent(first, 3, 3));
        assertReport(true, changes(2, 0, 0, 1, 0, 0, 0));
    }

    @Test
    void waitingEventIsNotMissing() {
        records.removeLast();
        consumed.remove(second.eventId());
        waiting.add(second.eventId());
        EventsReport report = EventsReport.of(new EventsFindings(
                committed,
                waiting,
                records,
                Set.of(earlier),
                Map.of(READER, Set.of(first.eventId())),
                Map.of(READER, consumed)));
        assertThat(report.topics()).containsExactly(changes(1, 1, 0, 0, 0, 0, 0));
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void missingEventIsReported() {
        records.removeLast();
        assertReport(false, changes(1, 0, 1, 0, 0, 0, 0));
    }

    @Test
    void wrongOrderOrPartitionIsReported() {
        records.clear();
        records.addAll(List.of(sent(second, 3, 0), sent(first, 3, 1)));
        assertReport(false, changes(2, 0, 0, 0, 1, 0, 0));

        records.clear();
        records.addAll(List.of(sent(first, 3, 0), sent(second, 4, 0)));
        assertReport(false, changes(2, 0, 0, 0, 1, 0, 0));
    }

    @Test
    void differentPayloadIsReported() {
        records.add(new PublishedEvent("changes", 3, 3, second.eventId(), "other"));
        assertReport(false, changes(2, 0, 0, 1, 0, 1, 0));
    }

    @Test
    void uncommittedRecordIsReported() {
        records.add(new PublishedEvent("changes", 3, 3, UUID.randomUUID(), "x"));
        assertReport(false, changes(2, 0, 0, 0, 0, 0, 1));
    }

    @Test
    void missingAndUnknownConsumedEventsAreReported() {
        consumed.remove(second.eventId());
        consumed.add(UUID.randomUUID());
        EventsReport report = report();
        assertThat(report.consumers()).containsExactly(new ConsumerLine(READER, 2, 1, 1, 1));
        assertThat(report.isComplete()).isFalse();
        assertThat(report.text()).contains("missing at reader: " + second).contains("but never committed");
        assertThat(report.json()).contains("\"complete\":false").contains("\"consumer\":\"reader\"");
    }
}
