package dev.firstcome.local;

import java.nio.file.Path;

/**
 * Kafka, two Postgres primaries and both Redis clusters for integration tests. A keeper process starts one per Maven
 * build and closes it after the build.
 */
public interface TestInfrastructure extends AutoCloseable {
    /**
     * Starts all servers and returns when they accept connections and have their roles, databases, rights and topics.
     * Writes the description to {@code platform.json} in the folder as the last step.
     *
     * @param data the folder of the secrets, logs and data
     */
    PlatformDescription start(Path data);

    /** Ends all servers and deletes their data, but not their logs. Has no effect on servers that have ended. */
    @Override
    void close();
}
