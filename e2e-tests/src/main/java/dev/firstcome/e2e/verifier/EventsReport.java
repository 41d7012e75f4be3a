package dev.firstcome.e2e.verifier;

import dev.firstcome.e2e.verifier.EventsEvidence.CommittedEvent;
import dev.firstcome.e2e.verifier.EventsEvidence.PublishedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares committed, published and consumed events one by one, and counts missing and unexpected events.
 * Duplicate records in Kafka are allowed; the report counts them.
 */
public record EventsReport(List<TopicLine> topics, List<ConsumerLine> consumers, List<String> samples) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SAMPLES_MAX = 20;

    /**
     * The events of one topic.
     *
     * @param committed the number of committed events
     * @param sent committed events that are in Kafka
     * @param waiting committed events that are still in the outbox
     * @param missing committed events that are in neither
     * @param repeated records that duplicate an earlier record
     * @param disordered events that follow a later version of their aggregate, or are in another partition
     * @param differing records whose topic or payload differs from the committed event
     * @param unknown records of events that were never committed
     */
    public record TopicLine(
            String topic,
            long committed,
            long sent,
            long waiting,
            long missing,
            long repeated,
            long disordered,
            long differing,
            long unknown) {
        boolean complete() {
            return missing + disordered + differing + unknown == 0;
        }
    }

    /**
     * The events of one consumer.
     *
     * @param due events that the consumer must consume
     * @param consumed due events that the consumer has consumed
     * @param missing due events that the consumer has not consumed, although they are in Kafka
     * @param unknown consumed events that were never committed
     */
    public record ConsumerLine(String consumer, long due, long consumed, long missing, long unknown) {
        boolean complete() {
            return missing + unknown == 0;
        }
    }

    public static EventsReport of(EventsFindings found) {
        Comparison comparison = new Comparison(found);
        Set<String> names = new TreeSet<>();
        found.committed().forEach(event -> names.add(event.topic()));
        found.records().forEach(record -> names.add(record.topic()));
        List<TopicLine> topics = names.stream().map(comparison::topic).toList();
        List<ConsumerLine> consumers = new TreeMap<>(found.due())
                .keySet().stream().map(comparison::consumer).toList();
        return new EventsReport(topics, consumers, List.copyOf(comparison.samples));
    }

    /** Returns whether no event is missing, out of order, changed or unknown. */
    public boolean isComplete() {
        return topics.stream().allMatch(TopicLine::complete)
                && consumers.stream().allMatch(ConsumerLine::complete);
    }

    /** Formats the report as tables for people. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("%-18s %9s %9s %8s %8s %9s %11s %10s %8s%n"
                .formatted(
                        "topic",
                        "committed",
                        "in Kafka",
                        "waiting",
                        "missing",
                        "repeated",
                        "disordered",
                        "differing",
                        "unknown"));
        topics.forEach(line -> text.append("%-18s %,9d %,9d %,8d %,8d %,9d %,11d %,10d %,8d%n"
                .formatted(
                        line.topic(),
                        line.committed(),
                        line.sent(),
                        line.waiting(),
                        line.missing(),
                        line.repeated(),
                        line.disordered(),
                        line.differing(),
                        line.unknown())));
        text.append("%n%-18s %9s %9s %17s %41s%n".formatted("consumer", "due", "consumed", "missing", "unknown"));
        consumers.forEach(line -> text.append("%-18s %,9d %,9d %,17d %,41d%n"
                .formatted(line.consumer(), line.due(), line.consumed(), line.missing(), line.unknown())));
        samples.forEach(sample -> text.append(sample).append(System.lineSeparator()));
        return text.toString();
    }

    /** Formats the report as JSON: {@code {complete, topics, consumers, samples}}. */
    public String json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("complete", isComplete());
        fields.put("topics", topics);
        fields.put("consumers", consumers);
        fields.put("samples", samples);
        return JSON.writeValueAsString(fields);
    }

    private static final class Comparison {
        private final EventsFindings found;
        private final Map<UUID, CommittedEvent> committed;
        private final List<String> samples = new ArrayList<>();

        Comparison(EventsFindings found) {
            this.found = found;
            this.committed = found.committed().stream()
                    .collect(Collectors.toMap(CommittedEvent::eventId, Function.identity(), (one, other) -> one));
        }

        private boolean addSample(boolean violated, String message, @Nullable Object... arguments) {
            if (violated && samples.size() < SAMPLES_MAX) {
                samples.add(message.formatted(arguments));
            }
            return violated;
        }

        TopicLine topic(String name) {
            Records records = new Records();
            found.records().stream()
                    .filter(record -> record.topic().equals(name))
                    .forEach(records::add);
            List<CommittedEvent> all = found.committed().stream()
                    .filter(event -> event.topic().equals(name))
                    .toList();
            long sent = all.stream()
                    .filter(event -> records.seen.contains(event.eventId()))
                    .count();
            List<CommittedEvent> unsent = all.stream()
                    .filter(event -> !records.seen.contains(event.eventId()))
                    .toList();
            long waiting = unsent.stream()
                    .filter(event -> found.waiting().contains(event.eventId()))
                    .count();
            long missing = unsent.stream()
                    .filter(event ->
                            addSample(!found.waiting().contains(event.eventId()), "missing in Kafka: %s", event))
                    .count();
            return new TopicLine(
                    name,
                    all.size(),
                    sent,
                    waiting,
                    missing,
                    records.repeated,
                    records.disordered,
                    records.differing,
                    records.unknown);
        }

        ConsumerLine consumer(String name) {
            Set<UUID> due = found.due().getOrDefault(name, Set.of());
            Set<UUID> consumed = found.consumed().getOrDefault(name, Set.of());
            long missing = due.stream()
                    .filter(id -> addSample(!consumed.contains(id), "missing at %s: %s", name, committed.get(id)))
                    .count();
            long unknown = consumed.stream()
                    .filter(id -> addSample(isUnknown(id), "consumed by %s but never committed: %s", name, id))
                    .count();
            return new ConsumerLine(name, due.size(), due.size() - missing, missing, unknown);
        }

        private boolean isUnknown(UUID id) {
            return !committed.containsKey(id) && !found.outsideWindow().contains(id);
        }

        /** The partition and version of an aggregate's latest event. */
        private record LastEvent(int partition, long version) {}

        /** Counts the records of one topic, added in offset order within each partition. */
        private final class Records {
            private final Set<UUID> seen = new HashSet<>();
            private final Map<UUID, LastEvent> last = new HashMap<>();
            private long repeated;
            private long disordered;
            private long differing;
            private long unknown;

            void add(PublishedEvent record) {
                boolean first = seen.add(record.eventId());
                repeated += first ? 0 : 1;
                CommittedEvent event = committed.get(record.eventId());
                if (event == null) {
                    unknown += addSample(isUnknown(record.eventId()), "never committed: %s", record) ? 1 : 0;
                    return;
                }
                boolean same = event.payloadHash().equals(record.payloadHash())
                        && event.topic().equals(record.topic());
                differing += addSample(!same, "differs from the committed event: %s", record) ? 1 : 0;
                if (first) {
                    LastEvent before =
                            last.put(event.aggregateId(), new LastEvent(record.partition(), event.version()));
                    boolean behind = before != null
                            && (before.partition() != record.partition() || before.version() >= event.version());
                    disordered += addSample(behind, "published after %s: %s", before, event) ? 1 : 0;
                }
            }
        }
    }
}
