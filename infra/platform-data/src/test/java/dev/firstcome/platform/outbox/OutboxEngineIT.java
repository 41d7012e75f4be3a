package dev.firstcome.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.platform.outbox.OutboxTable.OutboxRow;
import dev.firstcome.testsupport.Eventually;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Debezium engine on a real server: unchanged content, the start position, and each way in which an engine ends. */
class OutboxEngineIT {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int BATCH = 100;
    private static final int PAYLOAD_CHARS = 500 * 1024;
    private static final Instant OCCURRED_AT = Instant.parse("2026-11-28T01:02:03.456789Z");

    private static final PlatformDescription PLATFORM = SharedInfrastructure.get();
    private static final PlatformDescription.Shard SHARD = PLATFORM.shards().getFirst();
    private static final PlatformDescription.Database DATABASE = PLATFORM.database("payment-service");
    private static final ReplicationAddress ADDRESS = new ReplicationAddress(
            SHARD.name(),
            SHARD.jdbcUrl(DATABASE),
            DATABASE.relayRole(),
            DATABASE.relayPassword(),
            "outbox_engine_test");

    private final List<OutboxRow> received = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void migrate() {
        Flyway.configure()
                .dataSource(ADDRESS.url(), DATABASE.ownerRole(), DATABASE.ownerPassword())
                .locations("classpath:db/platform")
                .table("platform_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    @BeforeEach
    void createSlot() {
        withLeadership("the slot is created", leadership -> {
            dropSlot(leadership);
            leadership.createSlot();
        });
    }

    @AfterEach
    void cleanUp() throws SQLException {
        withLeadership("the slot is dropped", OutboxEngineIT::dropSlot);
        execute("delete from outbox");
    }

    @Test
    void rowsAreDeliveredUnchanged() throws SQLException {
        String unusual = "{\"text\":\"김 😀 ' \\\\ \\\" $1 %s {} ?\\n\\t\u2028\u0001\uFFFD\"}";
        String large = IntStream.range(0, PAYLOAD_CHARS)
                .mapToObj(i -> String.valueOf((char) ('가' + i * 31 % 11_172)))
                .collect(Collectors.joining());
        List<OutboxRow> rows = List.of(
                row(0, "key with spaces", unusual, "00-trace-01"),
                row(4_095, "열쇠 😀", "", null),
                row(7, "large", large, null));

        try (OutboxEngine engine = start(received::addAll)) {
            insert(rows);

            awaitReceived(rows);
            assertThat(engine.termination()).isNotDone();
        }
        assertThat(received).containsExactlyElementsOf(rows);
    }

    @Test
    void anEngineThatLosesItsConnectionEndsAndTheNextOneDeliversAllLaterRows() throws Exception {
        List<OutboxRow> before = List.of(row(1, "before", "{}", null));
        List<OutboxRow> after = List.of(row(1, "after", "{}", null));
        try (OutboxEngine engine = start(received::addAll)) {
            insert(before);
            awaitReceived(before);

            withLeadership("the reader is terminated", RelayLeadership::terminateSlotReader);
            Eventually.holds(
                    "the engine ends", BOUND, () -> engine.termination().isCompletedExceptionally());
        }
        insert(after);

        try (OutboxEngine engine = start(received::addAll)) {
            awaitReceived(after);
            assertThat(engine.termination()).isNotDone();
        }
    }

    @Test
    void aBatchThatWasNotConsumedIsDeliveredAgain() throws Exception {
        List<OutboxRow> rows = List.of(row(1, "first", "{}", null), row(1, "second", "{}", null));
        CountDownLatch entered = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        try (OutboxEngine engine = start(batch -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
        })) {
            insert(rows);
            assertThat(entered.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
            withLeadership("a heartbeat follows", RelayLeadership::writeHeartbeat);
            assertThat(engine.termination()).isNotDone();
        }
        assertThat(interrupted).as("the batch was interrupted by close").isTrue();

        try (OutboxEngine engine = start(received::addAll)) {
            awaitReceived(rows);
            assertThat(engine.termination()).isNotDone();
        }
    }

    @Test
    void consumedRowsAreNotDeliveredAgainAfterTheHeartbeatHasAdvancedTheSlot() throws Exception {
        List<OutboxRow> before = List.of(row(1, "before", "{}", null));
        List<OutboxRow> after = List.of(row(1, "after", "{}", null));
        insert(before);
        String position = position();
        try (OutboxEngine engine = start(received::addAll)) {
            awaitReceived(before);
            Eventually.holds("the slot is flushed past the row", BOUND, () -> {
                withLeadership("a heartbeat is written", RelayLeadership::writeHeartbeat);
                return isFlushedTo(position);
            });
            assertThat(engine.termination()).isNotDone();
        }
        received.clear();
        insert(after);

        try (OutboxEngine engine = start(received::addAll)) {
            awaitReceived(after);
            assertThat(engine.termination()).isNotDone();
        }
        assertThat(received).containsExactlyElementsOf(after);
    }

    private static OutboxEngine start(OutboxEngine.BatchConsumer consumer) {
        return new OutboxEngine(ADDRESS, new ReplicationAddress.Server(SHARD.host(), SHARD.port()), BATCH, consumer);
    }

    private void awaitReceived(List<OutboxRow> rows) {
        Eventually.holds("all rows are delivered", BOUND, () -> received.containsAll(rows));
    }

    private static OutboxRow row(int bucket, String key, String payload, @Nullable String traceparent) {
        return new OutboxRow(
                bucket, UUID.randomUUID(), "test.events", key, "test.v1", payload, OCCURRED_AT, traceparent);
    }

    private static void insert(List<OutboxRow> rows) throws SQLException {
        try (Connection connection = asOwner();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into outbox (bucket, event_id, topic, key, type, aggregate_id, version, payload,"
                                + " occurred_at, traceparent) values (?, ?, ?, ?, ?, ?, 1, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (OutboxRow row : rows) {
                insert.setInt(1, row.bucket());
                insert.setObject(2, row.eventId());
                insert.setString(3, row.topic());
                insert.setString(4, row.key());
                insert.setString(5, row.type());
                insert.setObject(6, row.eventId());
                insert.setString(7, row.payload());
                insert.setObject(8, row.occurredAt().atOffset(ZoneOffset.UTC));
                insert.setString(9, row.traceparent());
                insert.executeUpdate();
            }
            connection.commit();
        }
    }

    private interface SlotAction {
        void run(RelayLeadership leadership) throws SQLException;
    }

    /** Repeats the action, because a stalled machine exceeds the short time-outs of that session. */
    private static void withLeadership(String what, SlotAction action) {
        Eventually.holds(what, BOUND, () -> {
            try (RelayLeadership leadership =
                    RelayLeadership.tryAcquire(ADDRESS).orElseThrow()) {
                action.run(leadership);
                return true;
            }
        });
    }

    private static void dropSlot(RelayLeadership leadership) throws SQLException {
        if (leadership.slot().isPresent()) {
            leadership.terminateSlotReader();
            leadership.dropSlot();
        }
    }

    private static Connection asOwner() throws SQLException {
        return DriverManager.getConnection(ADDRESS.url(), DATABASE.ownerRole(), DATABASE.ownerPassword());
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = asOwner();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String position() throws SQLException {
        return query("select pg_current_wal_insert_lsn()::text");
    }

    private static boolean isFlushedTo(String position) throws SQLException {
        return "t"
                .equals(query("select case when confirmed_flush_lsn >= '" + position + "'::pg_lsn then 't' else 'f' end"
                        + " from pg_replication_slots where slot_name = '" + ADDRESS.slot() + "'"));
    }

    private static String query(String sql) throws SQLException {
        try (Connection connection = asOwner();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
