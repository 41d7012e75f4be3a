package dev.firstcome.platform.outbox;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the inserts into one shard's outbox as the database's log has them. The server decodes them and sends each
 * transaction in the order of commits. The slot alone remembers how far: reading begins where it was flushed to, and it is
 * flushed when what was read is published, so what a crash leaves is read again.
 */
final class LogReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogReader.class);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(7);
    private static final Duration BATCH_ENDS_WITHIN = Duration.ofSeconds(3);
    private static final Duration STEP = Duration.ofMillis(50);
    private static final int BATCH_CHARS = 8 << 20;

    /**
     * The driver waits without a bound of its own: since 42.7.11 a read that times out makes a stream unusable. So it answers
     * the server's keep-alives only once something follows, and has this long for that. Who leads sees to it that there is
     * something every few seconds, and ends a reader whom the server has given up.
     */
    private static final String OPTIONS = "-c wal_sender_timeout=10min";

    private final LogAddress address;
    private final LogAddress.Server server;
    private final int batch;
    private final Taker taker;
    private final Thread thread;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean closing;
    private volatile @Nullable Connection open;

    /** It waits for the server, and nothing is half done. */
    private volatile boolean idle;

    /** Takes batches in the log's order, one at a time. */
    interface Taker {
        void take(List<OutboxRow> batch) throws InterruptedException;
    }

    /**
     * @param server that leads now; when another does, this one ends
     * @param batch rows that are given at once at most
     */
    LogReader(LogAddress address, LogAddress.Server server, int batch, Taker taker) {
        this.address = address;
        this.server = server;
        this.batch = batch;
        this.taker = taker;
        this.thread =
                Thread.ofPlatform().daemon().name("outbox-" + address.shard()).start(this::run);
    }

    /** Completes when it reads no more: with a failure, or because it was closed. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    private void run() {
        // The connection is closed, and not the stream: to end that in good order all of a transaction would have to be
        // read.
        try (Connection connection = connect()) {
            open = connection;
            follow(stream(connection));
        } catch (SQLException | RuntimeException failed) {
            if (!closing) {
                ended.completeExceptionally(failed);
            }
        } catch (InterruptedException stopped) {
            log.debug("the log's reader of {} ends", address.shard());
        } finally {
            ended.complete(null);
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = address.connection("firstcome outbox log");
        properties.setProperty("replication", "database");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("assumeMinServerVersion", "18");
        properties.setProperty("loginTimeout", "4");
        properties.setProperty("socketTimeout", "0");
        properties.setProperty("options", OPTIONS);
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(server.host(), server.port(), address.database()), properties);
    }

    private PGReplicationStream stream(Connection connection) throws SQLException {
        return connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(address.slot())
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", "outbox")
                .withSlotOption("messages", true)
                .withStatusInterval(0, TimeUnit.MILLISECONDS)
                // Only what was published is flushed, never what the driver thinks is the end.
                .withAutomaticFlush(false)
                .start();
    }

    private void follow(PGReplicationStream stream) throws SQLException, InterruptedException {
        LogDecoder decoder = new LogDecoder();
        List<OutboxRow> rows = new ArrayList<>();
        long flushed = 0;
        while (!closing) {
            idle = true;
            ByteBuffer message = stream.read();
            idle = false;
            if (message == null) {
                throw new SQLException("the server has ended the log");
            }
            long chars = 0;
            while (message != null) {
                int before = rows.size();
                decoder.read(message, rows::add);
                chars += rows.size() > before ? rows.getLast().payload().length() : 0;
                message = rows.size() < batch && chars < BATCH_CHARS ? stream.readPending() : null;
            }
            if (!rows.isEmpty()) {
                taker.take(List.copyOf(rows));
                rows.clear();
            }
            if (decoder.position() > flushed) {
                flushed = decoder.position();
                flush(stream, LogSequenceNumber.valueOf(flushed));
            }
        }
    }

    /** While a batch was tried again and again the server may have given us up: then it is read again. */
    private static void flush(PGReplicationStream stream, LogSequenceNumber upTo) throws SQLException {
        stream.setFlushedLSN(upTo);
        stream.setAppliedLSN(upTo);
        stream.forceUpdateStatus();
    }

    /** Returns when nothing is read any more, or says that it could not be ended. A batch that is under way gets some time. */
    @Override
    public void close() {
        closing = true;
        long start = System.nanoTime();
        boolean interrupted = false;
        while (!ended.isDone() && System.nanoTime() - start < STOPS_WITHIN.toNanos()) {
            hurry(Duration.ofNanos(System.nanoTime() - start));
            try {
                ended.get(STEP.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException notYet) {
                log.trace("the log's reader ends: {}", notYet.toString());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (!ended.isDone()) {
            log.error("the log's reader of {} does not end", address.shard());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void hurry(Duration closingFor) {
        boolean late = closingFor.compareTo(BATCH_ENDS_WITHIN) > 0;
        if (late) {
            thread.interrupt();
        }
        Connection connection = open;
        if (connection != null && (idle || late)) {
            try {
                connection.close();
            } catch (SQLException e) {
                log.debug("the log's reader is not disturbed: {}", e.toString());
            }
        }
    }
}
