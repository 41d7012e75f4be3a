package dev.firstcome.platform.outbox;

import dev.firstcome.platform.shards.ShardConnectionDetails;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * Where a shard's log is read, and as whom.
 *
 * @param url of the server that leads, or of all of which one does
 * @param slot the name of the replication slot; slots are the server's, so it has the database's name in it
 */
record LogAddress(String shard, String url, String username, String password, String slot) {
    static LogAddress of(ShardConnectionDetails.Shard shard, OutboxProperties properties) {
        LogAddress unnamed =
                new LogAddress(shard.name(), shard.url(), properties.username(), properties.password(), "");
        return new LogAddress(
                shard.name(),
                shard.url(),
                properties.username(),
                properties.password(),
                "outbox_" + unnamed.part("PGDBNAME").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_"));
    }

    /** One server of the shard. */
    record Server(String host, int port) {}

    String database() {
        return part("PGDBNAME");
    }

    /** Who connects, and how, as the URL wants it encrypted: properties that may be added to. */
    Properties connection(String program) {
        Properties wanted = new Properties();
        wanted.setProperty("user", username);
        wanted.setProperty("password", password);
        wanted.setProperty("connectTimeout", "2");
        wanted.setProperty("tcpKeepAlive", "true");
        wanted.setProperty("ApplicationName", program);
        parts().forEach((name, value) -> {
            if (name.toString().startsWith("ssl") || name.toString().startsWith("gss")) {
                wanted.put(name, value);
            }
        });
        return wanted;
    }

    private String part(String name) {
        return parts().getProperty(name);
    }

    private Properties parts() {
        return Objects.requireNonNull(Driver.parseURL(url, new Properties()), "no Postgres URL");
    }
}
