package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.verifier.EventsEvidence.CommittedEvent;
import dev.firstcome.e2e.verifier.EventsEvidence.PublishedEvent;
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
 * Finds the events of a time window while the platform is running. It reads the history first; committed events must
 * then reach Kafka and their consumers within a bound. Other events found there are looked up in the whole history.
 */
public final class EventsFinder {
    /** The tolerance at the window's bounds for clock differences and batching. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);
    private static final int IDS_PER_QUERY = 1_000;

    private static final String MESSAGES = "user-messages";
    private static final String WALLET = "coupon-payments";
    private static final String STOCK = "catalog-stock";

    private final PlatformDescription platform;
    private final ShardRows rows;
    private final List<Database> publishing;
    private final int eventsMax;

    /** @param eventsMax the maximum number of events to compare, which limits the memory use */
    public EventsFinder(PlatformDescription platform, int eventsMax) {
        this.platform = platform;
        this.rows = ShardRows.connectingPerQuery(platform);
        this.publishing = EventsCollector.publishingDatabases(platform, rows);
        this.eventsMax = eventsMax;
    }

    /** The window contains more events than one comparison allows. */
    public static final class TooManyEventsException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManyEventsException(long events) {
            super("The time window contains %,d events, which is too many for one comparison".formatted(events));
        }
    }

    /** A committed event and its commit time by the database clock. */
    private record TimedEvent(CommittedEvent event, Instant time) {}

    /** @throws TooManyEventsException if the window contains more than {@code eventsMax} events */
    public EventsFindings find(Duration since) {
        Instant now = now();
        Instant from = now.minus(since);
        List<TimedEvent> history = history(from.minus(MARGIN), now);
        List<CommittedEvent> committed = history.stream()
                .filter(event -> !event.time().isBefore(from))
                .map(TimedEvent::event)
                .toList();
        Set<UUID> ids = committed.stream().map(CommittedEvent::eventId).collect(Collectors.toSet());
        Set<UUID> waiting = awaitOutbox(ids);
        List<PublishedEvent> sent = new ArrayList<>();
        Map<String, Set<UUID>> due = read(from.minus(MARGIN), ids, sent);
        Map<String, Set<UUID>> consumed = awaitConsumers(from.minus(MARGIN), due);
        Set<UUID> others = new HashSet<>();
        sent.forEach(record -> others.add(record.eventId()));
        consumed.values().forEach(others::addAll);
        others.removeAll(ids);
        return new EventsFindings(
                committed, waiting, List.copyOf(sent), findCommitted(others, history, now), due, consumed);
    }

    /** Returns the latest clock value of all shards. */
    private Instant now() {
        return rows
                .of(
                        publishing,
                        "select clock_timestamp()",
                        row -> row.getObject(1, OffsetDateTime.class).toInstant())
                .stream()
                .max(Instant::compareTo)
                .orElseGet(Instant::now);
    }

    private List<TimedEvent> history(Instant from, Instant to) {
        String where = " from event_history where written_at between '%s' and '%s'".formatted(from, to);
        long events = rows.of(publishing, "select count(*)" + where, row -> row.getLong(1)).stream()
                .mapToLong(Long::longValue)
                .sum();
        if (events > eventsMax) {
            throw new TooManyEventsException(events);
        }
        return rows.of(
                publishing,
                "select event_id, topic, aggregate_id, version, encode(payload_hash, 'hex'), written_at" + where,
                row -> new TimedEvent(
                        new CommittedEvent(
                                row.getObject(1, UUID.class),
                                row.getString(2).intern(),
                                row.getObject(3, UUID.class),
                                row.getLong(4),
                                row.getString(5)),
                        row.getObject(6, OffsetDateTime.class).toInstant()));
    }

    /** Waits until the outboxes contain none of these events; returns the ids that are left after the bound. */
    private Set<UUID> awaitOutbox(Set<UUID> ids) {
        long end = System.nanoTime() + WAIT_MAX.toNanos();
        while (true) {
            Set<UUID> waiting = new HashSet<>(
                    rows.of(publishing, "select event_id from outbox", row -> row.getObject(1, UUID.class)));
            waiting.retainAll(ids);
            if (waiting.isEmpty() || System.nanoTime() > end) {
                return waiting;
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }

    /** Reads all topics and returns the ids of these events that each consumer must consume. */
    private Map<String, Set<UUID>> read(Instant from, Set<UUID> ids, List<PublishedEvent> sent) {
        Map<String, Set<UUID>> due = new HashMap<>();
        List.of(MESSAGES, WALLET, STOCK).forEach(consumer -> due.put(consumer, new HashSet<>()));
        try (TopicReader topics = new TopicReader(platform.kafka())) {
            for (String topic : EventsCollector.TOPICS) {
                for (ConsumerRecord<byte[], byte[]> record :
                        topics.read(topic, from).records()) {
                    PublishedEvent found = decode(record);
                    sent.add(found);
                    if (ids.contains(found.eventId())) {
                        consumersOf(record)
                                .forEach(consumer -> due.computeIfAbsent(consumer, any -> new HashSet<>())
                                        .add(found.eventId()));
                    }
                }
            }
        }
        return due;
    }

    /** Decodes a record. A record without an event id gets a random id, so it counts as unknown. */
    private static PublishedEvent decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return EventsCollector.sent(record);
        } catch (IllegalArgumentException | NullPointerException nameless) {
            return new PublishedEvent(record.topic(), record.partition(), record.offset(), UUID.randomUUID(), "");
        }
    }

    private static List<String> consumersOf(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(Topics.USER_MESSAGES)) {
            return List.of(MESSAGES);
        }
        if (!record.topic().equals(Topics.PAYMENT_EVENTS)) {
            return List.of();
        }
        PaymentEvent event = PaymentsCollector.event(record);
        if (!event.isFinal()) {
            return List.of();
        }
        return event.couponId() == null ? List.of(STOCK) : List.of(STOCK, WALLET);
    }

    /** Waits until the consumers have consumed all due events or the bound is reached; returns the consumed ids. */
    private Map<String, Set<UUID>> awaitConsumers(Instant from, Map<String, Set<UUID>> due) {
        long end = System.nanoTime() + WAIT_MAX.toNanos();
        while (true) {
            Map<String, Set<UUID>> consumed = new HashMap<>();
            rows.of(
                    publishing,
                    "select consumer, event_id from inbox where taken_at >= '%s'".formatted(from),
                    row -> consumed.computeIfAbsent(row.getString(1), any -> new HashSet<>())
                            .add(row.getObject(2, UUID.class)));
            boolean all = due.entrySet().stream()
                    .allMatch(entry ->
                            consumed.getOrDefault(entry.getKey(), Set.of()).containsAll(entry.getValue()));
            if (all || System.nanoTime() > end) {
                return consumed;
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }

    /** Returns those of the ids that are in the history outside the window. */
    private Set<UUID> findCommitted(Set<UUID> others, List<TimedEvent> margin, Instant to) {
        Set<UUID> known = new HashSet<>();
        margin.forEach(event -> known.add(event.event().eventId()));
        known.addAll(rows.of(
                publishing,
                "select event_id from event_history where written_at > '%s'".formatted(to),
                row -> row.getObject(1, UUID.class)));
        List<UUID> unknown = others.stream().filter(id -> !known.contains(id)).toList();
        for (int begin = 0; begin < unknown.size(); begin += IDS_PER_QUERY) {
            known.addAll(findCommitted(unknown.subList(begin, Math.min(unknown.size(), begin + IDS_PER_QUERY))));
        }
        return known;
    }

    private List<UUID> findCommitted(Collection<UUID> ids) {
        return rows.of(
                publishing,
                "select event_id from event_history where event_id in (%s)"
                        .formatted(ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(","))),
                row -> row.getObject(1, UUID.class));
    }
}
