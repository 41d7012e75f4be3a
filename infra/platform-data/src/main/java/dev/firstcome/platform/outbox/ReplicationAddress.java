package dev.firstcome.platform.outbox;

import dev.firstcome.platform.shards.ShardConnectionDetails;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.postgresql.Driver;

/**
 * The servers, the role and the replication slot through which a shard's outbox is read.
 *
 * @param url of every server of the shard; the driver connects to the primary
 * @param slot the name of the replication slot; a server has one namespace for slots, so it contains the database name
 */
record ReplicationAddress(String shard, String url, String username, String password, String slot) {
    private static final String DATABASE = "PGDBNAME";

    static ReplicationAddress of(ShardConnectionDetails.Shard shard, OutboxProperties properties) {
        String database = parse(shard.url()).getProperty(DATABASE);
        String slot = "outbox_" + database.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return new ReplicationAddress(shard.name(), shard.url(), properties.username(), properties.password(), slot);
    }

    /** One server of the shard. */
    record Server(String host, int port) {}

    String database() {
        return parse(url).getProperty(DATABASE);
    }

    /** The driver's properties for a connection of the role. The caller may add to them. */
    Properties connectionProperties(String applicationName) {
        Properties properties = new Properties();
        properties.setProperty("user", username);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", applicationName);
        encryptionProperties().forEach(properties::setProperty);
        return properties;
    }

    /** The TLS and GSS properties of the URL, under the driver's names. */
    Map<String, String> encryptionProperties() {
        Map<String, String> properties = new TreeMap<>();
        parse(url).forEach((name, value) -> {
            if (name.toString().startsWith("ssl") || name.toString().startsWith("gss")) {
                properties.put(name.toString(), value.toString());
            }
        });
        return properties;
    }

    private static Properties parse(String url) {
        return Objects.requireNonNull(Driver.parseURL(url, new Properties()), "not a Postgres URL");
    }
}
