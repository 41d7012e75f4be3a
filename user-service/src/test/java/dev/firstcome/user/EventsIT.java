package dev.firstcome.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.user.UserChanged;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.outbox.Outbox;
import dev.firstcome.platform.outbox.OutgoingEvent;
import dev.firstcome.platform.shards.ShardMap;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.StallRetry;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DuplicateKeyException;

/** Every committed account change is published with one effect. Uncommitted changes are not published. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsIT {
    private static final PlatformDescription PLATFORM = SharedInfrastructure.get();

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final int BURST = 300;
    private static final long LAG_BYTES = 1 << 20;

    private final EventCodec codec = new EventCodec();
    private UserService service;
    private PublishedEvents published;
    private Path folder = Path.of("");

    @BeforeAll
    void start(@TempDir Path keys) {
        folder = keys;
        published = new PublishedEvents();
        service = startService();
    }

    /** Delays the sweep, so that a stall of a few seconds does not start it. */
    private UserService startService() {
        return new UserService(folder, UserService.newKeys(), "--platform.outbox.sweep-after=20s");
    }

    @AfterAll
    void stop() {
        service.close();
        published.close();
    }

    @Test
    void signUpAndChangesArePublishedInOrderWithTheFullState() {
        String email = newEmail();
        UUID user = UUID.fromString(service.signUp(email).text("userId"));
        String token = service.signIn(email, UserService.PASSWORD).text("accessToken");
        service.call("PATCH", "/api/users/me", token, BodyPublishers.ofString("{\"locale\":\"ko\"}"));

        List<ConsumerRecord<byte[], byte[]>> events = published.awaitRecords(Topics.USER_EVENTS, user, 2);

        assertThat(events).extracting(event -> changed(event).version()).containsExactly(1L, 2L);
        assertThat(events).extracting(event -> changed(event).language()).containsExactly("en", "ko");
        assertThat(events).allSatisfy(event -> {
            assertThat(EventCodec.text(event.headers(), EventCodec.SOURCE)).isEqualTo("/user-service");
            assertThat(EventCodec.text(event.headers(), EventCodec.TYPE)).isEqualTo("user.changed.v1");
            assertThat(new String(event.value(), StandardCharsets.UTF_8)).doesNotContain(email, "Kim");
        });
        published.await("the outbox is empty", () -> outboxRows() == 0);
    }

    @Test
    void aNewUserReceivesOneWelcomeMessage() {
        String email = newEmail();
        UUID user = UUID.fromString(service.signUp(email).text("userId"));
        String token = service.signIn(email, UserService.PASSWORD).text("accessToken");

        published.await("the welcome is in the inbox", () -> messages(token).size() == 1);
        ConsumerRecord<byte[], byte[]> message =
                published.awaitRecords(Topics.USER_MESSAGES, user, 1).getFirst();
        published.publishDuplicate(message);
        published.await(
                "the duplicate is consumed",
                () -> published.lag("user-messages-pg-1") + published.lag("user-messages-pg-2") == 0);

        assertThat(messages(token)).containsExactly("Welcome! Your account is ready.");
        assertThat(service.call("GET", "/api/messages?limit=0", token, BodyPublishers.noBody())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void uncommittedEventsAreNotPublished() {
        BucketedIds ids = service.bean(BucketedIds.class);
        Shards shards = service.bean(Shards.class);
        Outbox outbox = service.bean(Outbox.class);
        UUID rolledBack = ids.next();

        assertThatThrownBy(() -> shards.execute(BucketedIds.bucketOf(rolledBack), () -> {
                    outbox.append(event(rolledBack, 1));
                    throw new IllegalStateException("intended rollback");
                }))
                .hasMessage("intended rollback");
        assertThatThrownBy(() -> outbox.append(event(rolledBack, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("transaction");

        UUID marker = UUID.fromString(service.signUp(newEmail()).text("userId"));
        published.awaitRecords(Topics.USER_EVENTS, marker, 1);
        assertThat(published.records(Topics.USER_EVENTS, rolledBack)).isEmpty();
    }

    @Test
    void aVersionIsAppendedOnce() {
        UUID user = service.bean(BucketedIds.class).next();
        Shards shards = service.bean(Shards.class);
        Outbox outbox = service.bean(Outbox.class);
        shards.execute(BucketedIds.bucketOf(user), () -> outbox.append(event(user, 7)));

        assertThatThrownBy(() -> shards.execute(BucketedIds.bucketOf(user), () -> outbox.append(event(user, 7))))
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void aBurstIsPublishedFromTheLogWithoutTheSweep() {
        BucketedIds ids = service.bean(BucketedIds.class);
        Shards shards = service.bean(Shards.class);
        Outbox outbox = service.bean(Outbox.class);
        UUID last = ids.next();
        awaitActiveSlots();
        double swept = service.outboxCount("swept");

        for (int i = 0; i < BURST; i++) {
            UUID one = i == BURST - 1 ? last : ids.next();
            shards.execute(BucketedIds.bucketOf(one), () -> outbox.append(event(one, 1)));
        }

        published.awaitRecords(Topics.USER_EVENTS, last, 1);
        published.await("the outbox is empty", () -> outboxRows() == 0);
        assertThat(service.outboxCount("swept")).as("sent by the sweep").isEqualTo(swept);
    }

    @Test
    void rowsWrittenWhileTheServiceIsStoppedArePublishedAfterRestart() throws SQLException {
        awaitActiveSlots();
        BucketedIds ids = service.bean(BucketedIds.class);
        published.await(
                "each slot is active", () -> activeSlots() == PLATFORM.shards().size());
        service.close();
        published.await("no slot is active", () -> activeSlots() == 0);
        List<UUID> users = new ArrayList<>();
        for (int i = 0; i < BURST; i++) {
            users.add(ids.next());
        }
        insertOutboxRows(users);

        service = startService();

        published.awaitEach(Topics.USER_EVENTS, users);
        published.await("the outbox is empty", () -> outboxRows() == 0);
        assertThat(service.outboxCount("swept")).as("sent by the sweep").isZero();
    }

    /** Waits until the slots are active. Until a new slot exists, the relay publishes from the table. */
    private void awaitActiveSlots() {
        published.await(
                "each slot is active, and all earlier rows are published",
                () -> activeSlots() == PLATFORM.shards().size()
                        && rows("outbox_slot where table_told")
                                == PLATFORM.shards().size());
        UUID user = UUID.fromString(service.signUp(newEmail()).text("userId"));
        published.awaitRecords(Topics.USER_EVENTS, user, 1);
        published.await("the outbox is empty", () -> outboxRows() == 0);
    }

    private void insertOutboxRows(List<UUID> users) throws SQLException {
        PlatformDescription.Database database = PLATFORM.database("user-service");
        ShardMap map = new ShardMap(
                PLATFORM.shards().stream().map(PlatformDescription.Shard::name).toList());
        for (PlatformDescription.Shard shard : PLATFORM.shards()) {
            try (Connection connection =
                            DriverManager.getConnection(shard.jdbcUrl(database), database.role(), database.password());
                    PreparedStatement row = connection.prepareStatement(
                            "insert into outbox (bucket, event_id, topic, key, type, aggregate_id, version, payload,"
                                    + " occurred_at) values (?, ?, ?, ?, 'user.changed.v1', ?, 1, ?, now())")) {
                for (UUID user : users) {
                    if (map.shardOf(BucketedIds.bucketOf(user)).equals(shard.name())) {
                        row.setInt(1, BucketedIds.bucketOf(user).number());
                        row.setObject(2, UUID.randomUUID());
                        row.setString(3, Topics.USER_EVENTS);
                        row.setString(4, user.toString());
                        row.setObject(5, user);
                        row.setString(6, new String(codec.write(event(user, 1).body()), StandardCharsets.UTF_8));
                        StallRetry.run(row::executeUpdate);
                    }
                }
            }
        }
    }

    @Test
    void aLostSlotIsRecreatedWithoutLosingEvents() throws SQLException {
        awaitActiveSlots();
        double lost = service.outboxCount("slots.lost");

        dropSlots();
        UUID user = UUID.fromString(service.signUp(newEmail()).text("userId"));

        published.awaitRecords(Topics.USER_EVENTS, user, 1);
        published.await("the lost slots are counted", () -> service.outboxCount("slots.lost") == lost + 2);
        published.await("the outbox is empty", () -> outboxRows() == 0);
    }

    @Test
    void eventsArePublishedInOrderWhileAnOpenTransactionBlocksTheNewSlot() throws SQLException {
        awaitActiveSlots();
        double lost = service.outboxCount("slots.lost");
        String email = newEmail();
        UUID user;
        List<Connection> open = new ArrayList<>();
        try {
            openTransactions(open);
            dropSlots();
            user = UUID.fromString(service.signUp(email).text("userId"));
            String token = service.signIn(email, UserService.PASSWORD).text("accessToken");
            service.call("PATCH", "/api/users/me", token, BodyPublishers.ofString("{\"locale\":\"ko\"}"));

            assertThat(published.awaitRecords(Topics.USER_EVENTS, user, 2))
                    .extracting(event -> changed(event).version())
                    .startsWith(1L, 2L);
        } finally {
            for (Connection one : open) {
                one.close();
            }
        }
        published.await("each lost slot is counted once", () -> service.outboxCount("slots.lost") == lost + 2);
        awaitActiveSlots();
        assertThat(service.outboxCount("slots.lost")).isEqualTo(lost + 2);
    }

    /**
     * Without heartbeats of the relay, the slot would stay at the last event and retain the WAL of all other writes.
     */
    @Test
    void theSlotAdvancesWhileOnlyOtherTablesChange() {
        awaitActiveSlots();
        // A heartbeat may advance the slot between the write and the query.
        published.await("the slot lags", () -> {
            writeToAnotherTable();
            return lag() > LAG_BYTES;
        });

        published.await("the slot has caught up", () -> lag() < LAG_BYTES);
    }

    private static void writeToAnotherTable() {
        for (PlatformDescription.Shard shard : PLATFORM.shards()) {
            try (Connection owner = asOwner(shard);
                    Statement statement = owner.createStatement()) {
                statement.execute("create table others as select repeat('x', 1000) from generate_series(1, 4000)");
                statement.execute("drop table others");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Returns the bytes of WAL that the slots retain. */
    private static long lag() {
        return slots("coalesce(sum(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)), 0)::bigint");
    }

    private static long activeSlots() {
        return slots("count(*) filter (where active)");
    }

    private static long slots(String sum) {
        PlatformDescription.Database database = PLATFORM.database("user-service");
        long all = 0;
        for (PlatformDescription.Shard shard : PLATFORM.shards()) {
            try (Connection connection = DriverManager.getConnection(
                            shard.jdbcUrl(database), database.relayRole(), database.relayPassword());
                    Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery(
                            "select " + sum + " from pg_replication_slots where slot_name = 'outbox_users'")) {
                found.next();
                all += found.getLong(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return all;
    }

    private static Connection asOwner(PlatformDescription.Shard shard) throws SQLException {
        PlatformDescription.Database database = PLATFORM.database("user-service");
        return DriverManager.getConnection(shard.jdbcUrl(database), database.ownerRole(), database.ownerPassword());
    }

    /** Opens a transaction with an assigned id on each shard. A new slot waits until it ends. */
    private static void openTransactions(List<Connection> open) throws SQLException {
        for (PlatformDescription.Shard shard : PLATFORM.shards()) {
            Connection connection = asOwner(shard);
            open.add(connection);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("select pg_current_xact_id()");
            }
        }
    }

    private UserChanged changed(ConsumerRecord<byte[], byte[]> event) {
        return codec.read(UserChanged.class, event.value());
    }

    private static OutgoingEvent event(UUID user, long version) {
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        return new OutgoingEvent(
                BucketedIds.bucketOf(user),
                Topics.USER_EVENTS,
                user.toString(),
                user,
                version,
                new UserChanged(user, version, "en", List.of(), List.of(), now),
                now);
    }

    private List<String> messages(String token) {
        return service.call("GET", "/api/messages", token, BodyPublishers.noBody())
                .body()
                .path("items")
                .valueStream()
                .map(item -> item.path("text").asString())
                .toList();
    }

    private static long outboxRows() {
        return rows("outbox");
    }

    private static long rows(String from) {
        PlatformDescription.Database database = PLATFORM.database("user-service");
        long rows = 0;
        for (PlatformDescription.Shard shard : PLATFORM.shards()) {
            try (Connection connection =
                            DriverManager.getConnection(shard.jdbcUrl(database), database.role(), database.password());
                    Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery("select count(*) from " + from)) {
                found.next();
                rows += found.getLong(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return rows;
    }

    /** Drops the slots as the relay's role. An active slot cannot be dropped, so its reader is terminated first. */
    private static void dropSlots() throws SQLException {
        PlatformDescription.Database database = PLATFORM.database("user-service");
        for (PlatformDescription.Shard shard : PLATFORM.shards()) {
            try (Connection connection = DriverManager.getConnection(
                            shard.jdbcUrl(database), database.relayRole(), database.relayPassword());
                    Statement statement = connection.createStatement()) {
                Eventually.holds("the slot is dropped", BOUND, () -> drop(statement));
            }
        }
    }

    /** Throws while the slot is still active. */
    private static boolean drop(Statement statement) throws SQLException {
        statement.execute("select pg_terminate_backend(active_pid) from pg_replication_slots"
                + " where slot_name = 'outbox_users' and active_pid is not null");
        statement.execute("select pg_drop_replication_slot('outbox_users')");
        return true;
    }

    private static String newEmail() {
        return "events-" + UUID.randomUUID() + "@example.com";
    }
}
