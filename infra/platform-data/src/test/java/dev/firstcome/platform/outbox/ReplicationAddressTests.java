package dev.firstcome.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.outbox.OutboxEngine.EngineSettings;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ReplicationAddressTests {
    private static final String URL =
            "jdbc:postgresql://db-1:5432,db-2:5433/payment_service?targetServerType=primary&sslmode=verify-full&sslrootcert=/ca.pem";

    private final ReplicationAddress address =
            new ReplicationAddress("pg-1", URL, "relay", "a password", "outbox_payment_service");

    @Test
    void theDatabaseIsPartOfTheUrl() {
        assertThat(address.database()).isEqualTo("payment_service");
    }

    /** The relay's own connections and the engine's must be encrypted in the same way. */
    @Test
    void encryptionIsTakenFromTheUrl() {
        assertThat(address.encryptionProperties())
                .containsEntry("sslmode", "verify-full")
                .containsEntry("sslrootcert", "/ca.pem")
                .doesNotContainKey("targetServerType");

        assertThat(address.connectionProperties("relay of pg-1"))
                .containsEntry("user", "relay")
                .containsEntry("sslmode", "verify-full")
                .containsEntry("ApplicationName", "relay of pg-1");
        assertThat(settings())
                .containsEntry("driver.sslmode", "verify-full")
                .containsEntry("driver.sslrootcert", "/ca.pem");
    }

    @Test
    void theEngineReadsOneServerAndOneSlot() {
        assertThat(settings())
                .containsEntry("database.hostname", "db-2")
                .containsEntry("database.port", "5433")
                .containsEntry("database.dbname", "payment_service")
                .containsEntry("database.user", "relay")
                .containsEntry("slot.name", "outbox_payment_service")
                .containsEntry("publication.name", "outbox")
                .containsEntry("table.include.list", "public.outbox");
    }

    /** The slot is the only position: the engine must not create, drop or flush it by itself. */
    @Test
    void theRelayOwnsTheSlotAndThePublication() {
        assertThat(settings())
                .containsEntry("slot.drop.on.stop", "false")
                .containsEntry("publication.autocreate.mode", "disabled")
                .containsEntry("lsn.flush.mode", "connector")
                .containsEntry("snapshot.mode", "no_data")
                .containsEntry("errors.max.retries", "0");
    }

    @Test
    void queueAndBatchesAreBounded() {
        assertThat(settings())
                .containsEntry("max.batch.size", "100")
                .containsEntry("max.queue.size", "400")
                .containsKey("max.queue.size.in.bytes");
    }

    /** Debezium retries the registration of an existing MBean name for a minute. */
    @Test
    void eachEngineHasAUniqueName() {
        String first = settings().getProperty("name");
        String second = settings().getProperty("name");

        assertThat(first).startsWith("outbox-pg-1-").isNotEqualTo(second);
    }

    private Properties settings() {
        return EngineSettings.of(address, new ReplicationAddress.Server("db-2", 5433), 100);
    }
}
