package dev.firstcome.e2e.bench;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.PlatformDescription.Database;
import dev.firstcome.local.PlatformDescription.Shard;
import dev.firstcome.local.layout.ServiceDefinition;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The baseline for the outbox: a relay that polls the outbox table every second. It publishes a page, waits for all
 * acknowledgements, and deletes the rows. After a full page it polls again without delay.
 */
final class PollingRelay implements AutoCloseable {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    /** The role's time-out is for requests of users. A stall of the machine must not end the baseline. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(1);

    private static final int PAGE_SIZE = 2_000;
    private static final String SELECT =
            "select event_id, topic, key, type, payload from outbox order by written_at limit " + PAGE_SIZE;
    private static final String DELETE = "delete from outbox where event_id = any (?)";

    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    PollingRelay(PlatformDescription platform) throws SQLException {
        Map<String, Object> settings = new HashMap<>(platform.kafka().settings(ServiceDefinition.USER));
        settings.put("linger.ms", 1);
        settings.put("acks", "all");
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        Database database = platform.database(ServiceDefinition.USER);
        for (Shard shard : platform.shards()) {
            Connection connection =
                    DriverManager.getConnection(shard.jdbcUrl(database), database.role(), database.password());
            try (Statement statement = connection.createStatement()) {
                statement.execute("set statement_timeout = '" + STATEMENT_TIMEOUT.toSeconds() + "s'");
            }
            threads.add(
                    Thread.ofPlatform().daemon().name("polling-" + shard.name()).start(() -> poll(connection)));
        }
    }

    private void poll(Connection connection) {
        try (connection) {
            while (!stopped) {
                if (publishPage(connection) < PAGE_SIZE) {
                    TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL.toMillis());
                }
            }
        } catch (SQLException | ExecutionException e) {
            throw new IllegalStateException("the polling relay failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int publishPage(Connection connection) throws SQLException, ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> sending = new ArrayList<>();
        List<UUID> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
                ProducerRecord<byte[], byte[]> message =
                        new ProducerRecord<>(rows.getString(2), utf8(rows.getString(3)), utf8(rows.getString(5)));
                message.headers().add("ce_id", utf8(ids.getLast().toString())).add("ce_type", utf8(rows.getString(4)));
                sending.add(producer.send(message));
            }
        }
        for (Future<RecordMetadata> one : sending) {
            one.get();
        }
        if (!ids.isEmpty()) {
            try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
                Array published = connection.createArrayOf("uuid", ids.toArray());
                delete.setArray(1, published);
                delete.executeUpdate();
            }
        }
        return ids.size();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(5));
        }
        producer.close(Duration.ofSeconds(5));
    }
}
