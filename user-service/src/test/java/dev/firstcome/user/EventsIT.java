package dev.firstcome.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.user.UserChanged;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.outbox.Outbox;
import dev.firstcome.platform.outbox.Outbox.OutgoingEvent;
import dev.firstcome.platform.shards.Shards;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
    private static final int BURST = 300;
    private static final long LAG_BYTES = 1 << 20;
    private static final int LARGE = 300 * 1024;

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
        published.await("the outbox is empty", () -> UserOutbox.rows() == 0);
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
        published.await("the outbox is empty", () -> UserOutbox.rows() == 0);
        assertThat(service.outboxCount("swept")).as("sent by the sweep").isEqualTo(swept);
    }

    @Test
    void rowsWrittenWhileTheServiceIsStoppedArePublishedAfterRestart() throws SQLException {
        awaitActiveSlots();
        BucketedIds ids = service.bean(BucketedIds.class);
        service.close();
        published.await("no slot is active", () -> UserOutbox.activeSlots() == 0);
        List<UUID> users = new ArrayList<>();
        for (int i = 0; i < BURST; i++) {
            users.add(ids.next());
        }
        UserOutbox.insert(users, user -> codec.write(event(user, 1).body()));

        service = startService();

        published.awaitEach(Topics.USER_EVENTS, users);
        published.await("the outbox is empty", () -> UserOutbox.rows() == 0);
        assertThat(service.outboxCount("swept")).as("sent by the sweep").isZero();
    }

    /** Waits until the slots are active. Until a new slot exists, the relay publishes from the table. */
    private void awaitActiveSlots() {
        published.await("each slot is active, and all earlier rows are published", UserOutbox::isRead);
        UUID user = UUID.fromString(service.signUp(newEmail()).text("userId"));
        published.awaitRecords(Topics.USER_EVENTS, user, 1);
        published.await("the outbox is empty", () -> UserOutbox.rows() == 0);
    }

    @Test
    void anEngineWhoseConnectionIsTerminatedIsReplacedAndPublishesFromTheLog() throws SQLException {
        awaitActiveSlots();
        double swept = service.outboxCount("swept");
        double lost = service.outboxCount("slots.lost");

        UserOutbox.terminateReaders();
        UUID first = UUID.fromString(service.signUp(newEmail()).text("userId"));
        published.awaitRecords(Topics.USER_EVENTS, first, 1);
        UserOutbox.terminateRelaySessions();
        UUID second = UUID.fromString(service.signUp(newEmail()).text("userId"));
        published.awaitRecords(Topics.USER_EVENTS, second, 1);

        published.await("the outbox is empty", () -> UserOutbox.rows() == 0);
        assertThat(service.outboxCount("swept")).as("published by the sweep").isEqualTo(swept);
        assertThat(service.outboxCount("slots.lost")).isEqualTo(lost);
    }

    @Test
    void unusualTextAndALargePayloadArePublishedUnchanged() {
        UUID user = service.bean(BucketedIds.class).next();
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        List<String> segments = new ArrayList<>(List.of("", "김 😀", "' \" \\ $1 %s {}", "\n\t\u2028\u0001\uFFFD"));
        segments.addAll(Collections.nCopies(LARGE / 30, "열 글자의 긴 이름입니다"));
        UserChanged body = new UserChanged(user, 1, "ko", List.of(), segments, now);
        OutgoingEvent event =
                new OutgoingEvent(BucketedIds.bucketOf(user), Topics.USER_EVENTS, user.toString(), user, 1, body, now);

        service.bean(Shards.class)
                .execute(event.bucket(), () -> service.bean(Outbox.class).append(event));

        ConsumerRecord<byte[], byte[]> kafkaRecord =
                published.awaitRecords(Topics.USER_EVENTS, user, 1).getFirst();
        assertThat(kafkaRecord.value()).hasSizeGreaterThan(LARGE);
        assertThat(changed(kafkaRecord)).isEqualTo(body);
        assertThat(kafkaRecord.headers().lastHeader(EventCodec.TRACE_PARENT))
                .as("no trace is active")
                .isNull();
    }

    @Test
    void aLostSlotIsRecreatedWithoutLosingEvents() throws SQLException {
        awaitActiveSlots();
        double lost = service.outboxCount("slots.lost");

        UserOutbox.dropSlots();
        UUID user = UUID.fromString(service.signUp(newEmail()).text("userId"));

        published.awaitRecords(Topics.USER_EVENTS, user, 1);
        published.await("the lost slots are counted", () -> service.outboxCount("slots.lost") == lost + 2);
        published.await("the outbox is empty", () -> UserOutbox.rows() == 0);
    }

    @Test
    void eventsArePublishedInOrderWhileAnOpenTransactionBlocksTheNewSlot() throws SQLException {
        awaitActiveSlots();
        double lost = service.outboxCount("slots.lost");
        String email = newEmail();
        UUID user;
        List<Connection> open = new ArrayList<>();
        try {
            UserOutbox.openTransactions(open);
            UserOutbox.dropSlots();
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
            UserOutbox.writeToAnotherTable();
            return UserOutbox.lag() > LAG_BYTES;
        });

        published.await("the slot has caught up", () -> UserOutbox.lag() < LAG_BYTES);
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

    private static String newEmail() {
        return "events-" + UUID.randomUUID() + "@example.com";
    }
}
