package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.verifier.EventsEvidence.Sent;
import dev.firstcome.e2e.verifier.EventsEvidence.Told;
import dev.firstcome.e2e.verifier.EventsFindings;
import dev.firstcome.e2e.verifier.PaymentsEvidence.PaymentEvent;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.PlatformDescription.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Finds what there is of the events of some time while the platform goes on. History is read first; what it has must then be in
 * Kafka and at its consumers within a bound. What is found there of other times is looked up, so nothing under way is a fault.
 */
public final class EventsFinder {
    /** Clocks and batches may put an event on the other side of a moment by so much. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration APART = Duration.ofMillis(250);
    private static final int IDS_AT_ONCE = 1_000;

    private static final String MESSAGES = "user-messages";
    private static final String WALLET = "coupon-payments";
    private static final String STOCK = "catalog-stock";

    private final PlatformDescription platform;
    private final ShardRows rows;
    private final List<Database> telling;
    private final int most;

    /** @param most events that are compared at once; more would not fit into memory */
    public EventsFinder(PlatformDescription platform, int most) {
        this.platform = platform;
        this.rows = ShardRows.afresh(platform);
        this.telling = EventsCollector.telling(platform, rows);
        this.most = most;
    }

    /** There are more events than can be compared at once. */
    public static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMany(long events) {
            super("%,d events are too many to be compared at once".formatted(events));
        }
    }

    /** A committed event and when that was, by the database's clock. */
    private record At(Told told, Instant time) {}

    /** @throws TooMany if so many were told since */
    public EventsFindings find(Duration since) {
        Instant now = now();
        Instant from = now.minus(since);
        List<At> history = history(from.minus(MARGIN), now);
        List<Told> told = history.stream()
                .filter(event -> !event.time().isBefore(from))
                .map(At::told)
                .toList();
        Set<UUID> ids = told.stream().map(Told::eventId).collect(Collectors.toSet());
        Set<UUID> waiting = stillWaiting(ids);
        List<Sent> sent = new ArrayList<>();
        Map<String, Set<UUID>> due = read(from.minus(MARGIN), ids, sent);
        Map<String, Set<UUID>> taken = taken(from.minus(MARGIN), due);
        Set<UUID> others = new HashSet<>();
        sent.forEach(record -> others.add(record.eventId()));
        taken.values().forEach(others::addAll);
        others.removeAll(ids);
        return new EventsFindings(told, waiting, List.copyOf(sent), known(others, history, now), due, taken);
    }

    /** The latest of the shards' clocks. */
    private Instant now() {
        return rows
                .of(
                        telling,
                        "select clock_timestamp()",
                        row -> row.getObject(1, OffsetDateTime.class).toInstant())
                .stream()
                .max(Instant::compareTo)
                .orElseGet(Instant::now);
    }

    private List<At> history(Instant from, Instant to) {
        String where = " from event_history where written_at between '%s' and '%s'".formatted(from, to);
        long events = rows.of(telling, "select count(*)" + where, row -> row.getLong(1)).stream()
                .mapToLong(Long::longValue)
                .sum();
        if (events > most) {
            throw new TooMany(events);
        }
        return rows.of(
                telling,
                "select event_id, topic, aggregate_id, version, encode(payload_hash, 'hex'), written_at" + where,
                row -> new At(
                        new Told(
                                row.getObject(1, UUID.class),
                                row.getString(2).intern(),
                                row.getObject(3, UUID.class),
                                row.getLong(4),
                                row.getString(5)),
                        row.getObject(6, OffsetDateTime.class).toInstant()));
    }

    /** Those of these that the outbox has at the end of our patience. */
    private Set<UUID> stillWaiting(Set<UUID> ids) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Set<UUID> waiting =
                    new HashSet<>(rows.of(telling, "select event_id from outbox", row -> row.getObject(1, UUID.class)));
            waiting.retainAll(ids);
            if (waiting.isEmpty() || System.nanoTime() > end) {
                return waiting;
            }
            LockSupport.parkNanos(APART.toNanos());
        }
    }

    /** Reads all topics, and gives which consumer has to take which of these events. */
    private Map<String, Set<UUID>> read(Instant from, Set<UUID> ids, List<Sent> sent) {
        Map<String, Set<UUID>> due = new HashMap<>();
        List.of(MESSAGES, WALLET, STOCK).forEach(consumer -> due.put(consumer, new HashSet<>()));
        try (TopicReader topics = new TopicReader(platform.kafka())) {
            for (String topic : EventsCollector.TOPICS) {
                for (ConsumerRecord<byte[], byte[]> record :
                        topics.read(topic, from).records()) {
                    Sent found = sentOrForeign(record);
                    sent.add(found);
                    if (ids.contains(found.eventId())) {
                        takers(record)
                                .forEach(consumer -> due.computeIfAbsent(consumer, any -> new HashSet<>())
                                        .add(found.eventId()));
                    }
                }
            }
        }
        return due;
    }

    /** A record that names no event is of none that was ever committed. */
    private static Sent sentOrForeign(ConsumerRecord<byte[], byte[]> record) {
        try {
            return EventsCollector.sent(record);
        } catch (IllegalArgumentException | NullPointerException nameless) {
            return new Sent(record.topic(), record.partition(), record.offset(), UUID.randomUUID(), "");
        }
    }

    private static List<String> takers(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(Topics.USER_MESSAGES)) {
            return List.of(MESSAGES);
        }
        if (!record.topic().equals(Topics.PAYMENT_EVENTS)) {
            return List.of();
        }
        PaymentEvent event = PaymentsCollector.event(record);
        if (!event.ended()) {
            return List.of();
        }
        return event.couponId() == null ? List.of(STOCK) : List.of(STOCK, WALLET);
    }

    /** What consumers have taken, as soon as they have taken what is due, or at the end of our patience. */
    private Map<String, Set<UUID>> taken(Instant from, Map<String, Set<UUID>> due) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Map<String, Set<UUID>> taken = new HashMap<>();
            rows.of(
                    telling,
                    "select consumer, event_id from inbox where taken_at >= '%s'".formatted(from),
                    row -> taken.computeIfAbsent(row.getString(1), any -> new HashSet<>())
                            .add(row.getObject(2, UUID.class)));
            boolean all = due.entrySet().stream()
                    .allMatch(of -> taken.getOrDefault(of.getKey(), Set.of()).containsAll(of.getValue()));
            if (all || System.nanoTime() > end) {
                return taken;
            }
            LockSupport.parkNanos(APART.toNanos());
        }
    }

    /** Those of these ids that are in the history of any other time. */
    private Set<UUID> known(Set<UUID> others, List<At> margin, Instant to) {
        Set<UUID> known = new HashSet<>();
        margin.forEach(event -> known.add(event.told().eventId()));
        known.addAll(rows.of(
                telling,
                "select event_id from event_history where written_at > '%s'".formatted(to),
                row -> row.getObject(1, UUID.class)));
        List<UUID> unknown = others.stream().filter(id -> !known.contains(id)).toList();
        for (int begin = 0; begin < unknown.size(); begin += IDS_AT_ONCE) {
            known.addAll(among(unknown.subList(begin, Math.min(unknown.size(), begin + IDS_AT_ONCE))));
        }
        return known;
    }

    private List<UUID> among(Collection<UUID> ids) {
        return rows.of(
                telling,
                "select event_id from event_history where event_id in (%s)"
                        .formatted(ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(","))),
                row -> row.getObject(1, UUID.class));
    }
}
