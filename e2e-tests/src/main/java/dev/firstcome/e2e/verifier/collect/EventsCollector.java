package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.verifier.EventsEvidence;
import dev.firstcome.e2e.verifier.EventsEvidence.Consumer;
import dev.firstcome.e2e.verifier.EventsEvidence.Sent;
import dev.firstcome.e2e.verifier.EventsEvidence.Told;
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

/** Collects what there is of the services' events: their databases as their own roles may read them, and the topics. */
public final class EventsCollector {
    /** Who takes the messages, and what becomes of them. */
    public static final Consumer MESSAGES = new Consumer("user-messages", Topics.USER_MESSAGES);

    /** What is told by outboxes. */
    static final List<String> TOPICS = List.of(
            Topics.USER_EVENTS,
            Topics.USER_MESSAGES,
            Topics.COUPON_EVENTS,
            Topics.CATALOG_CHANGES,
            Topics.PAYMENT_EVENTS);

    private final PlatformDescription platform;
    private final ShardRows rows;
    private final Database users;
    private final List<Database> telling;

    public EventsCollector(PlatformDescription platform) {
        this(platform, ShardRows.afresh(platform));
    }

    /** @param rows stays the caller's */
    public EventsCollector(PlatformDescription platform, ShardRows rows) {
        this.platform = platform;
        this.rows = rows;
        this.users = platform.database(ServiceDefinition.USER);
        this.telling = telling(platform, rows);
    }

    /** Databases of the services that tell by events and have run here: a service makes its tables at its first start. */
    static List<Database> telling(PlatformDescription platform, ShardRows rows) {
        String hasRun = "select to_regclass('outbox') is not null";
        return Stream.of(
                        ServiceDefinition.USER,
                        ServiceDefinition.COUPON,
                        ServiceDefinition.CATALOG,
                        ServiceDefinition.PAYMENT)
                .map(platform::database)
                .filter(database -> rows.of(List.of(database), hasRun, row -> row.getBoolean(1))
                        .contains(true))
                .toList();
    }

    /** Rows that still wait in all outboxes. */
    public long waiting() {
        return rows.of(telling, "select count(*) from outbox", row -> row.getLong(1)).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    public EventsEvidence collect() {
        Map<String, List<UUID>> taken = new HashMap<>();
        rows.of(
                List.of(users),
                "select consumer, event_id from inbox",
                row -> taken.computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                        .add(row.getObject(2, UUID.class)));
        return new EventsEvidence(
                rows.of(
                        telling,
                        "select event_id, topic, aggregate_id, version, encode(payload_hash, 'hex') from event_history",
                        row -> new Told(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                row.getObject(3, UUID.class),
                                row.getLong(4),
                                row.getString(5))),
                records(),
                waiting(),
                collectLags(),
                taken,
                rows.of(List.of(users), "select message_id from message", row -> row.getObject(1, UUID.class)));
    }

    private List<Sent> records() {
        List<Sent> sent = new ArrayList<>();
        try (TopicReader topics = new TopicReader(platform.kafka())) {
            for (String topic : TOPICS) {
                topics.read(topic).records().forEach(record -> sent.add(sent(record)));
            }
        }
        sent.sort(
                Comparator.comparing(Sent::topic).thenComparing(Sent::partition).thenComparing(Sent::offset));
        return sent;
    }

    static Sent sent(ConsumerRecord<byte[], byte[]> record) {
        String id = new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
        return new Sent(record.topic(), record.partition(), record.offset(), UUID.fromString(id), hash(record.value()));
    }

    /** How much of each shard's log the slot holds back, in bytes. */
    public Map<String, Long> collectLags() {
        Map<String, Long> lags = new HashMap<>();
        for (Shard shard : platform.shards()) {
            for (Database database : telling) {
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
