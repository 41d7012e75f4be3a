package dev.firstcome.platform.outbox;

import java.util.Properties;
import java.util.UUID;

/** Builds the configuration of a shard's Debezium engine. Every wait and every queue in it has a bound. */
final class EngineSettings {
    private static final int QUEUED_BATCHES = 4;
    private static final int QUEUE_BYTES = 8 << 20;

    private EngineSettings() {}

    static Properties of(ReplicationAddress address, ReplicationAddress.Server server, int batchSize) {
        Properties settings = new Properties();
        addIdentity(settings, address.shard());
        addConnection(settings, address, server);
        addSlot(settings, address.slot());
        addContent(settings);
        addBatches(settings, batchSize);
        addTimeouts(settings);
        return settings;
    }

    /**
     * The prefix names the engine's MBeans. It is unique: Debezium retries the registration of an existing
     * name for a minute, and reads nothing meanwhile.
     */
    private static void addIdentity(Properties settings, String shard) {
        String name = "outbox-" + shard + "-" + UUID.randomUUID().toString().substring(0, 8);
        settings.setProperty("name", name);
        settings.setProperty("topic.prefix", name);
        settings.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
    }

    private static void addConnection(
            Properties settings, ReplicationAddress address, ReplicationAddress.Server server) {
        settings.setProperty("database.hostname", server.host());
        settings.setProperty("database.port", Integer.toString(server.port()));
        settings.setProperty("database.dbname", address.database());
        settings.setProperty("database.user", address.username());
        settings.setProperty("database.password", address.password());
        address.encryptionProperties().forEach((name, value) -> settings.setProperty("driver." + name, value));
        settings.setProperty("driver.tcpKeepAlive", "true");
        settings.setProperty("driver.connectTimeout", "2");
        settings.setProperty("driver.loginTimeout", "4");
        // The engine polls the stream and never waits in a read, so only a connection without an answer times out.
        settings.setProperty("driver.socketTimeout", "10");
    }

    /** The relay creates the slot, and the slot alone stores the position: no offset outlives the engine. */
    private static void addSlot(Properties settings, String slot) {
        settings.setProperty("plugin.name", "pgoutput");
        settings.setProperty("slot.name", slot);
        settings.setProperty("slot.drop.on.stop", "false");
        settings.setProperty("publication.name", "outbox");
        settings.setProperty("publication.autocreate.mode", "disabled");
        settings.setProperty("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        // After each batch. The driver must not flush by itself: it would skip rows that are not published yet.
        settings.setProperty("offset.flush.interval.ms", "0");
        settings.setProperty("lsn.flush.mode", "connector");
    }

    /** The relay writes the heartbeats, so Debezium's own are off. */
    private static void addContent(Properties settings) {
        settings.setProperty("table.include.list", "public.outbox");
        settings.setProperty("snapshot.mode", "no_data");
        settings.setProperty("tombstones.on.delete", "false");
        settings.setProperty("extended.headers.enabled", "false");
        settings.setProperty("heartbeat.interval.ms", "0");
    }

    private static void addBatches(Properties settings, int batchSize) {
        // The wait for a full batch. The queue spins in its last millisecond: at 10 ms, eight engines cost a core.
        settings.setProperty("poll.interval.ms", "40");
        settings.setProperty("max.batch.size", Integer.toString(batchSize));
        settings.setProperty("max.queue.size", Integer.toString(QUEUED_BATCHES * batchSize));
        settings.setProperty("max.queue.size.in.bytes", Integer.toString(QUEUE_BYTES));
        settings.setProperty("record.processing.threads", "1");
        settings.setProperty("record.processing.order", "ORDERED");
    }

    /** The engine does not retry: after a failure the relay examines the slot before it starts another engine. */
    private static void addTimeouts(Properties settings) {
        settings.setProperty("errors.max.retries", "0");
        settings.setProperty("slot.max.retries", "0");
        settings.setProperty("retriable.restart.connector.wait.ms", "1000");
        settings.setProperty("connection.validation.timeout.ms", "10000");
        settings.setProperty("database.query.timeout.ms", "10000");
        settings.setProperty("offset.flush.timeout.ms", "2000");
        settings.setProperty("lsn.flush.timeout.ms", "5000");
        settings.setProperty("record.processing.shutdown.timeout.ms", "1000");
        settings.setProperty("executor.shutdown.timeout.ms", "1000");
        // Start or stop of the task. A start on a busy machine takes seconds.
        settings.setProperty("task.management.timeout.ms", "15000");
    }
}
