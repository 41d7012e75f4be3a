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

/** What an account's life tells others: all of it, once in effect, and nothing that was not committed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsIT {
    private static final PlatformDescription PLATFORM = SharedInfrastructure.get();

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final int BURST = 300;
    private static final long MUCH = 1 << 20;

    private final EventCodec codec = new EventCodec();
    private UserService service;
    private ToldEvents told;
    private Path folder = Path.of("");

    @BeforeAll
    void start(@TempDir Path keys) {
        folder = keys;
        told = new ToldEvents();
        service = started();
    }

    /** A log that is silent during a stall of a few seconds is not a case for the sweep here. */
    private UserService started() {
        return new UserService(folder, UserService.newKeys(), "--platform.outbox.sweep-after=20s");
    }

    @AfterAll
    void stop() {
        service.close();
        told.close();
    }

    @Test
    void aSignUpAndEachChangeAreToldInOrderWithTheWholeState() {
        String email = newEmail();
        UUID user = UUID.fromString(service.signUp(email).text("userId"));
        String token = service.signIn(email, UserService.PASSWORD).text("accessToken");
        service.call("PATCH", "/api/users/me", token, BodyPublishers.ofString("{\"locale\":\"ko\"}"));

        List<ConsumerRecord<byte[], byte[]>> events = told.of(Topics.USER_EVENTS, user, 2);

        assertThat(events).extracting(event -> changed(event).version()).containsExactly(1L, 2L);
        assertThat(events).extracting(event -> changed(event).language()).containsExactly("en", "ko");
        assertThat(events).allSatisfy(event -> {
            assertThat(EventCodec.text(event.headers(), EventCodec.SOURCE)).isEqualTo("/user-service");
            assertThat(EventCodec.text(event.headers(), EventCodec.TYPE)).isEqualTo("user.changed.v1");
            assertThat(new String(event.value(), StandardCharsets.UTF_8)).doesNotContain(email, "Kim");
        });
        told.await("the outbox is empty", () -> outboxRows() == 0);
    }

    @Test
    void whoSignsUpIsWelcomedOnce() {
        String email = newEmail();
        UUID user = UUID.fromString(service.signUp(email).text("userId"));
        String token = service.signIn(email, UserService.PASSWORD).text("accessToken");

        told.await("the welcome is there", () -> messages(token).size() == 1);
        ConsumerRecord<byte[], byte[]> message =
                told.of(Topics.USER_MESSAGES, user, 1).getFirst();
        told.repeat(message);
        told.await(
                "what came twice was taken",
                () -> told.lag("user-messages-pg-1") + told.lag("user-messages-pg-2") == 0);

        assertThat(messages(token)).containsExactly("Welcome! Your account is ready.");
        assertThat(service.call("GET", "/api/messages?limit=0", token, BodyPublishers.noBody())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void nothingIsToldOfWhatWasNotCommitted() {
        BucketedIds ids = service.part(BucketedIds.class);
        Shards shards = service.part(Shards.class);
        Outbox outbox = service.part(Outbox.class);
        UUID nobody = ids.next();

        assertThatThrownBy(() -> shards.execute(BucketedIds.bucketOf(nobody), () -> {
                    outbox.append(event(nobody, 1));
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        assertThatThrownBy(() -> outbox.append(event(nobody, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("transaction");

        UUID witness = UUID.fromString(service.signUp(newEmail()).text("userId"));
        told.of(Topics.USER_EVENTS, witness, 1);
        assertThat(told.known(Topics.USER_EVENTS, nobody)).isEmpty();
    }

    @Test
    void aVersionIsToldOnce() {
        UUID somebody = service.part(BucketedIds.class).next();
        Shards shards = service.part(Shards.class);
        Outbox outbox = service.part(Outbox.class);
        shards.execute(BucketedIds.bucketOf(somebody), () -> outbox.append(event(somebody, 7)));

        assertThatThrownBy(
                        () -> shards.execute(BucketedIds.bucketOf(somebody), () -> outbox.append(event(somebody, 7))))
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void aBurstIsToldFromTheLogAlone() {
        BucketedIds ids = service.part(BucketedIds.class);
        Shards shards = service.part(Shards.class);
        Outbox outbox = service.part(Outbox.class);
        UUID last = ids.next();
        theLogIsBeingRead();
        double swept = service.outbox("swept");

        for (int i = 0; i < BURST; i++) {
            UUID one = i == BURST - 1 ? last : ids.next();
            shards.execute(BucketedIds.bucketOf(one), () -> outbox.append(event(one, 1)));
        }

        told.of(Topics.USER_EVENTS, last, 1);
        told.await("the outbox is empty", () -> outboxRows() == 0);
        assertThat(service.outbox("swept")).as("sent by the sweep").isEqualTo(swept);
    }

    @Test
    void whatWasWrittenWhileNobodySentIsToldFromTheLogAfterwards() throws SQLException {
        theLogIsBeingRead();
        BucketedIds ids = service.part(BucketedIds.class);
        told.await("each slot is read", () -> slotsInUse() == PLATFORM.shards().size());
        service.close();
        told.await("nobody reads the log", () -> slotsInUse() == 0);
        List<UUID> users = new ArrayList<>();
        for (int i = 0; i < BURST; i++) {
            users.add(ids.next());
        }
        insertAsTheServiceDoes(users);

        service = started();

        told.ofEach(Topics.USER_EVENTS, users);
        told.await("the outbox is empty", () -> outboxRows() == 0);
        assertThat(service.outbox("swept")).as("sent by the sweep").isZero();
    }

    /** The slot moves on only if somebody reads. While it is being made, what there is is sent from the table. */
    private void theLogIsBeingRead() {
        told.await(
                "each slot is there, and what was before it is told",
                () -> slotsInUse() == PLATFORM.shards().size()
                        && rows("outbox_slot where table_told")
                                == PLATFORM.shards().size());
        UUID user = UUID.fromString(service.signUp(newEmail()).text("userId"));
        told.of(Topics.USER_EVENTS, user, 1);
        told.await("the outbox is empty", () -> outboxRows() == 0);
    }

    private void insertAsTheServiceDoes(List<UUID> users) throws SQLException {
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
    void aSlotThatIsGoneIsMadeAnewAndNothingIsLost() throws SQLException {
        theLogIsBeingRead();
        double lost = service.outbox("slots.lost");

        dropSlots();
        UUID user = UUID.fromString(service.signUp(newEmail()).text("userId"));

        told.of(Topics.USER_EVENTS, user, 1);
        told.await("it was noticed", () -> service.outbox("slots.lost") == lost + 2);
        told.await("the outbox is empty", () -> outboxRows() == 0);
    }

    @Test
    void whatATransactionKeepsFromANewSlotIsToldMeanwhileAndInItsOrder() throws SQLException {
        theLogIsBeingRead();
        double lost = service.outbox("slots.lost");
        String email = newEmail();
        UUID user;
        List<Connection> open = new ArrayList<>();
        try {
            openTransactions(open);
            dropSlots();
            user = UUID.fromString(service.signUp(email).text("userId"));
            String token = service.signIn(email, UserService.PASSWORD).text("accessToken");
            service.call("PATCH", "/api/users/me", token, BodyPublishers.ofString("{\"locale\":\"ko\"}"));

            assertThat(told.of(Topics.USER_EVENTS, user, 2))
                    .extracting(event -> changed(event).version())
                    .startsWith(1L, 2L);
        } finally {
            for (Connection one : open) {
                one.close();
            }
        }
        told.await("each loss is said once", () -> service.outbox("slots.lost") == lost + 2);
        theLogIsBeingRead();
        assertThat(service.outbox("slots.lost")).isEqualTo(lost + 2);
    }

    /** Without a sign of our own the slot would stay where our last event was, and hold back all that others write. */
    @Test
    void theSlotMovesOnWhileOnlyOthersWrite() {
        theLogIsBeingRead();
        // A sign of ours may come between a writing and the look after it.
        told.await("it is held back", () -> {
            othersWrite();
            return lag() > MUCH;
        });

        told.await("it is not any more", () -> lag() < MUCH);
    }

    private static void othersWrite() {
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

    /** Bytes of the logs that the slots hold back. */
    private static long lag() {
        return slots("coalesce(sum(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)), 0)::bigint");
    }

    private static long slotsInUse() {
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

    /** One on each shard that has changed something, for as long as it wants: a new slot waits for its end. */
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

    /** As the relay's role, which may; a slot that is being read is in use, so its reader is ended first. */
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

    /** Fails while the slot is still in use. */
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
