package dev.firstcome.local.layout;

import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a platform was made with; kept beside its data, since data cannot change it.
 *
 * @param portBase the gateway's port, from which all others follow
 * @param brokers 1 or 3
 * @param replicas whether each shard has a streaming replica
 */
public record PlatformSettings(int portBase, int brokers, boolean replicas) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public PlatformSettings {
        if (brokers != 1 && brokers != 3) {
            throw LocalFailure.wrongUse("There can be 1 broker or 3, not " + brokers);
        }
    }

    public static PlatformSettings standard() {
        return new PlatformSettings(Ports.DEFAULT_BASE, 1, true);
    }

    public Ports ports() {
        return new Ports(portBase);
    }

    /** What is kept in the file, or the standard if there is none. */
    public static PlatformSettings read(Path file) {
        return Files.exists(file) ? JSON.readValue(file, PlatformSettings.class) : standard();
    }

    public void write(Path file) {
        FileTree.writePrivate(file, JSON.writeValueAsString(this) + "\n");
    }
}
