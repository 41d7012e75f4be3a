package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.verifier.EventsEvidence;
import dev.firstcome.e2e.verifier.EventsEvidence.CommittedEvent;
import dev.firstcome.e2e.verifier.EventsEvidence.Consumer;
import dev.firstcome.e2e.verifier.EventsEvidence.PublishedEvent;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.PlatformDescription.Database;
import dev.firstcome.local.PlatformDescription.Shard;
import dev.firstcome.local.layout.ServiceDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Collects the event evidence from the topics and from the service databases, using the roles of the services. */
public final class EventsCollector {
    /** The consumer whose effects are user messages. */
    public static final Consumer MESSAGES = new Consumer("user-messages", Topics.USER_MESSAGES);

    /** The topics to which outboxes publish. */
    static final List<String> TOPICS = List.of(
            Topics.USER_EVENTS,
            Topics.USER_MESSAGES,
            Topics.COUPON_EVENTS,
            Topics.CATALOG_CHANGES,
            Topics.PAYMENT_EVENTS);

    private final PlatformDescription platform;
    private final ShardRows rows;
    private final Database users;
    private final List<Database> publishing;

    public EventsCollector(PlatformDescription platform) {
        this(platform, ShardRows.connectingPerQuery(platform));
    }

    /** @param rows is closed by the caller */
    public EventsCollector(PlatformDescription platform, ShardRows rows) {
        this.platform = platform;
        this.rows = rows;
        this.users = platform.database(ServiceDefinition.USER);
        this.publishing = publishingDatabases(platform, rows);
    }

    /** Returns the databases with an outbox. A service creates its tables at its first start. */
    static List<Database> publishingDatabases(PlatformDescription platform, ShardRows rows) {
        String hasOutbox = "select to_regclass('outbox') is not null";
        return Stream.of(
                        ServiceDefinition.USER,
                        ServiceDefinition.COUPON,
                        ServiceDefinition.CATALOG,
                        ServiceDefinition.PAYMENT)
                .map(platform::database)
                .filter(database -> rows.of(List.of(database), hasOutbox, row -> row.getBoolean(1))
                        .contains(true))
                .toList();
    }

    /** Returns the number of rows in all outboxes. */
    public long outboxRows() {
        return rows.of(publishing, "select count(*) from outbox", row -> row.getLong(1)).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    public EventsEvidence collect() {
        Map<String, List<UUID>> consumed = new HashMap<>();
        rows.of(
                List.of(users),
                "select consumer, event_id from inbox",
                row -> consumed.computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                        .add(row.getObject(2, UUID.class)));
        return new EventsEvidence(
                rows.of(
                        publishing,
                        "select event_id, topic, aggregate_id, version, encode(payload_hash, 'hex') from event_history",
                        row -> new CommittedEvent(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                row.getObject(3, UUID.class),
                                row.getLong(4),
                                row.getString(5))),
                records(),
                outboxRows(),
                collectLags(),
                consumed,
                rows.of(List.of(users), "select message_id from message", row -> row.getObject(1, UUID.class)));
    }

    private List<PublishedEvent> records() {
        List<PublishedEvent> sent = new ArrayList<>();
        try (TopicReader topics = new TopicReader(platform.kafka())) {
            for (String topic : TOPICS) {
                topics.read(topic).records().forEach(record -> sent.add(sent(record)));
            }
        }
        sent.sort(Comparator.comparing(PublishedEvent::topic)
                .thenComparing(PublishedEvent::partition)
                .thenComparing(PublishedEvent::offset));
        return sent;
    }

    static PublishedEvent sent(ConsumerRecord<byte[], byte[]> record) {
        String id = new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
        return new PublishedEvent(
                record.topic(), record.partition(), record.offset(), UUID.fromString(id), hash(record.value()));
    }

    /** Returns the WAL bytes that each replication slot retains, by shard and database. */
    public Map<String, Long> collectLags() {
        Map<String, Long> lags = new HashMap<>();
        for (Shard shard : platform.shards()) {
            for (Database database : publishing) {
                rows.ofOne(
                                shard,
                                database,
                                "select pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint"
                                        + " from pg_replication_slots"
                                        + " where slot_name like 'outbox\\_%' and database = current_database()",
                                row -> row.getLong(1))
                        .forEach(lag -> lags.put(shard.name() + " " + database.name(), lag));
            }
        }
        return lags;
    }

    private static String hash(byte[] payload) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
