package dev.firstcome.platform.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.EventType;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.inbox.ShardSubscriber.InvalidEventException;
import dev.firstcome.platform.shards.ShardMap;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.platform.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import tools.jackson.core.JacksonException;

/** Which events reach the database. Its effects are covered by the integration tests of the services. */
class ShardSubscriberTests {
    private static final String ID = "018f0000-0000-7000-8000-000000000001";
    private static final String TYPE = "test.user-renamed.v1";
    private static final Duration RETENTION = Duration.ofDays(130);
    private static final Bucket FIRST = new Bucket(0);
    private static final Bucket LAST = new Bucket(Bucket.COUNT - 1);

    private final TestClock clock = new TestClock();
    private final UnavailableDatabase database = new UnavailableDatabase();
    private final Shards shards =
            new Shards(new ShardMap(List.of("pg-1", "pg-2")), new JdbcTransactionManager(database));
    private final ShardSubscriber<UserRenamed> subscriber = new ShardSubscriber<>(
            new Subscription<>(
                    "names", "user.events", UserRenamed.class, event -> bucketsOf(event.name()), (bucket, event) -> {}),
            "pg-1",
            shards,
            new Inbox(JdbcClient.create(database), clock, RETENTION),
            new EventCodec());

    @EventType(TYPE)
    public record UserRenamed(String name) {}

    @Test
    void anEventOfThisShardReachesTheDatabase() {
        assertThatThrownBy(() -> receive("first", TYPE, ID, now()))
                .isInstanceOfAny(TransactionException.class, DataAccessException.class);

        assertThat(database.connections).isEqualTo(1);
    }

    @Test
    void anEventOfAnotherShardIsSkipped() {
        receive("last", TYPE, ID, now());
        receive("none", TYPE, ID, now());

        assertThat(database.connections).isZero();
    }

    @Test
    void anEventOfAnotherTypeIsSkipped() {
        receive("first", "test.user-deleted.v1", ID, now());

        assertThat(database.connections).isZero();
    }

    @Test
    void anUnreadableEventIsInvalid() {
        ConsumerRecord<byte[], byte[]> unreadable = message("{", TYPE, ID, now());

        assertThatThrownBy(() -> subscriber.onMessage(unreadable)).isInstanceOf(JacksonException.class);
    }

    @Test
    void anEventNeedsAnId() {
        assertThatThrownBy(() -> receive("first", TYPE, "no id", now()))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("ce_id");
    }

    @Test
    void anEventNeedsATime() {
        assertThatThrownBy(() -> receive("first", TYPE, ID, "yesterday"))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("ce_time");
    }

    /** Its inbox row may be deleted, so a duplicate would have a second effect. */
    @Test
    void anEventOlderThanTheInboxIsInvalid() {
        String time = now();
        clock.advance(RETENTION.plusMillis(1));

        assertThatThrownBy(() -> receive("first", TYPE, ID, time))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("PT3120H");
        assertThat(database.connections).isZero();
    }

    @Test
    void anInboxNeedsATransaction() {
        Inbox inbox = new Inbox(JdbcClient.create(database), clock, RETENTION);

        assertThatThrownBy(() -> inbox.processOnce(FIRST, "names", UUID.fromString(ID), () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("transaction");
    }

    @Test
    void aSubscriptionOfOneBucketPassesTheEvent() {
        StringBuilder effects = new StringBuilder();
        Subscription<UserRenamed> subscription = Subscription.ofOne(
                "names", "user.events", UserRenamed.class, event -> LAST, event -> effects.append(event.name()));
        UserRenamed event = new UserRenamed("kim");

        assertThat(subscription.bucketsOf().apply(event)).containsExactly(LAST);
        subscription.effect().accept(LAST, event);
        assertThat(effects).hasToString("kim");
    }

    private static Set<Bucket> bucketsOf(String name) {
        return switch (name) {
            case "first" -> Set.of(FIRST);
            case "last" -> Set.of(LAST);
            default -> Set.of();
        };
    }

    private String now() {
        return clock.instant().toString();
    }

    private void receive(String name, String type, String id, String time) {
        subscriber.onMessage(message("{\"name\":\"" + name + "\"}", type, id, time));
    }

    private static ConsumerRecord<byte[], byte[]> message(String body, String type, String id, String time) {
        ConsumerRecord<byte[], byte[]> message = new ConsumerRecord<>("user.events", 0, 0, new byte[0], utf8(body));
        message.headers()
                .add(EventCodec.ID, utf8(id))
                .add(EventCodec.TIME, utf8(time))
                .add(EventCodec.TYPE, utf8(type));
        return message;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class UnavailableDatabase extends AbstractDataSource {
        private int connections;

        @Override
        public Connection getConnection() throws SQLException {
            connections++;
            throw new SQLException("the database is unavailable", "08001");
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return getConnection();
        }
    }
}
