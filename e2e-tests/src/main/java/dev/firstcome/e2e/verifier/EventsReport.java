package dev.firstcome.e2e.verifier;

import dev.firstcome.e2e.verifier.EventsEvidence.Sent;
import dev.firstcome.e2e.verifier.EventsEvidence.Told;
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
 * What was committed, what is in Kafka and what consumers have taken, compared event by event: how many are missing somewhere,
 * and how many are there that should not be. An event that is in Kafka twice is no fault, and is counted.
 */
public record EventsReport(List<TopicLine> topics, List<ConsumerLine> consumers, List<String> witnesses) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int WITNESSES_MAX = 20;

    /**
     * The events of one topic.
     *
     * @param told committed
     * @param sent of these, in Kafka
     * @param waiting of these, in the outbox still
     * @param missing of these, neither
     * @param repeated records that repeat an earlier one
     * @param disordered events that stand behind a later one of the same thing, or in another partition
     * @param differing records that say something else than was committed
     * @param foreign records of what was never committed
     */
    public record TopicLine(
            String topic,
            long told,
            long sent,
            long waiting,
            long missing,
            long repeated,
            long disordered,
            long differing,
            long foreign) {
        boolean right() {
            return missing + disordered + differing + foreign == 0;
        }
    }

    /**
     * What one consumer has taken.
     *
     * @param due what it has to take
     * @param taken of these, what it has
     * @param missing of these, what it has not, though it is in Kafka
     * @param foreign what it has taken and nobody has ever told
     */
    public record ConsumerLine(String consumer, long due, long taken, long missing, long foreign) {
        boolean right() {
            return missing + foreign == 0;
        }
    }

    public static EventsReport of(EventsFindings found) {
        Comparing comparing = new Comparing(found);
        Set<String> names = new TreeSet<>();
        found.told().forEach(told -> names.add(told.topic()));
        found.records().forEach(record -> names.add(record.topic()));
        List<TopicLine> topics = names.stream().map(comparing::topic).toList();
        List<ConsumerLine> consumers = new TreeMap<>(found.due())
                .keySet().stream().map(comparing::consumer).toList();
        return new EventsReport(topics, consumers, List.copyOf(comparing.witnesses));
    }

    /** Whether nothing is missing anywhere, and nothing is there that should not be. */
    public boolean isRight() {
        return topics.stream().allMatch(TopicLine::right) && consumers.stream().allMatch(ConsumerLine::right);
    }

    /** For people. */
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
                        "foreign"));
        topics.forEach(line -> text.append("%-18s %,9d %,9d %,8d %,8d %,9d %,11d %,10d %,8d%n"
                .formatted(
                        line.topic(),
                        line.told(),
                        line.sent(),
                        line.waiting(),
                        line.missing(),
                        line.repeated(),
                        line.disordered(),
                        line.differing(),
                        line.foreign())));
        text.append("%n%-18s %9s %9s %17s %41s%n".formatted("consumer", "due", "taken", "missing", "foreign"));
        consumers.forEach(line -> text.append("%-18s %,9d %,9d %,17d %,41d%n"
                .formatted(line.consumer(), line.due(), line.taken(), line.missing(), line.foreign())));
        witnesses.forEach(witness -> text.append(witness).append(System.lineSeparator()));
        return text.toString();
    }

    /** For programs: {@code {right, topics, consumers, witnesses}}. */
    public String json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("right", isRight());
        fields.put("topics", topics);
        fields.put("consumers", consumers);
        fields.put("witnesses", witnesses);
        return JSON.writeValueAsString(fields);
    }

    private static final class Comparing {
        private final EventsFindings found;
        private final Map<UUID, Told> told;
        private final List<String> witnesses = new ArrayList<>();

        Comparing(EventsFindings found) {
            this.found = found;
            this.told = found.told().stream()
                    .collect(Collectors.toMap(Told::eventId, Function.identity(), (one, other) -> one));
        }

        private boolean witness(boolean is, String what, @Nullable Object... arguments) {
            if (is && witnesses.size() < WITNESSES_MAX) {
                witnesses.add(what.formatted(arguments));
            }
            return is;
        }

        TopicLine topic(String name) {
            Records records = new Records();
            found.records().stream()
                    .filter(record -> record.topic().equals(name))
                    .forEach(records::take);
            List<Told> all = found.told().stream()
                    .filter(event -> event.topic().equals(name))
                    .toList();
            long sent = all.stream()
                    .filter(event -> records.seen.contains(event.eventId()))
                    .count();
            List<Told> others = all.stream()
                    .filter(event -> !records.seen.contains(event.eventId()))
                    .toList();
            long waiting = others.stream()
                    .filter(event -> found.waiting().contains(event.eventId()))
                    .count();
            long missing = others.stream()
                    .filter(event -> witness(!found.waiting().contains(event.eventId()), "missing in Kafka: %s", event))
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
                    records.foreign);
        }

        ConsumerLine consumer(String name) {
            Set<UUID> due = found.due().getOrDefault(name, Set.of());
            Set<UUID> taken = found.taken().getOrDefault(name, Set.of());
            long missing = due.stream()
                    .filter(id -> witness(!taken.contains(id), "missing at %s: %s", name, told.get(id)))
                    .count();
            long foreign = taken.stream()
                    .filter(id -> witness(isForeign(id), "taken by %s and never told: %s", name, id))
                    .count();
            return new ConsumerLine(name, due.size(), due.size() - missing, missing, foreign);
        }

        private boolean isForeign(UUID id) {
            return !told.containsKey(id) && !found.earlierOrLater().contains(id);
        }

        /** Where a thing's last event stands. */
        private record Stood(int partition, long version) {}

        /** Looks at the records of a topic in their order. */
        private final class Records {
            private final Set<UUID> seen = new HashSet<>();
            private final Map<UUID, Stood> last = new HashMap<>();
            private long repeated;
            private long disordered;
            private long differing;
            private long foreign;

            void take(Sent record) {
                boolean first = seen.add(record.eventId());
                repeated += first ? 0 : 1;
                Told event = told.get(record.eventId());
                if (event == null) {
                    foreign += witness(isForeign(record.eventId()), "never committed: %s", record) ? 1 : 0;
                    return;
                }
                boolean same = event.payloadHash().equals(record.payloadHash())
                        && event.topic().equals(record.topic());
                differing += witness(!same, "differs from what was committed: %s", record) ? 1 : 0;
                if (first) {
                    Stood before = last.put(event.aggregateId(), new Stood(record.partition(), event.version()));
                    boolean behind = before != null
                            && (before.partition() != record.partition() || before.version() >= event.version());
                    disordered += witness(behind, "stands behind version %s: %s", before, event) ? 1 : 0;
                }
            }
        }
    }
}
