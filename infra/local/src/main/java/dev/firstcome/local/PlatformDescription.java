package dev.firstcome.local;

import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.local.kafka.KafkaLogin;
import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.postgres.PostgresUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The addresses and passwords of a running platform, for tests, the demo and benchmarks.
 *
 * @param gatewayUrl the address for clients
 * @param serviceUrls the direct address of each service, by its name
 * @param kafka the brokers
 * @param redisCoupon the coupon cluster
 * @param redisCache the cache cluster
 * @param databases the database and roles of each service, by its name; the same on every shard
 * @param dataDirectory the folder of this platform: logs, records of its processes, data
 */
public record PlatformDescription(
        String gatewayUrl,
        Map<String, String> serviceUrls,
        Kafka kafka,
        Redis redisCoupon,
        Redis redisCache,
        List<Shard> shards,
        Map<String, Database> databases,
        Operator operator,
        Provider provider,
        int portBase,
        String dataDirectory) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public PlatformDescription {
        serviceUrls = Map.copyOf(serviceUrls);
        shards = List.copyOf(shards);
        databases = Map.copyOf(databases);
    }

    /**
     * The brokers.
     *
     * @param bootstrapServers comma-separated host:port
     * @param passwords the passwords of all users, by name: the services and {@link SystemUsers}
     */
    public record Kafka(String bootstrapServers, Map<String, String> passwords) {
        /** Returns the settings of a client that authenticates as this user. */
        public Map<String, String> settings(String user) {
            return KafkaLogin.settings(bootstrapServers, user, passwordOf(user, passwords));
        }
    }

    /**
     * A Redis cluster.
     *
     * @param nodes host:port of each node
     * @param passwords the passwords of all users of the cluster, by name
     */
    public record Redis(List<String> nodes, Map<String, String> passwords) {
        /** {@code redis://user:password@host:port} of each node, as this user. */
        public List<String> uris(String user) {
            String login = user + ":" + passwordOf(user, passwords);
            return nodes.stream().map(node -> "redis://" + login + "@" + node).toList();
        }
    }

    private static String passwordOf(String user, Map<String, String> passwords) {
        String password = passwords.get(user);
        if (password == null) {
            throw LocalPlatformException.wrongUse("No user is called " + user + "; there are " + passwords.keySet());
        }
        return password;
    }

    /**
     * The servers of a shard: the initial primary and its standbys. Another server may be the primary after a
     * promotion.
     *
     * @param port the port of the initial primary
     */
    public record Shard(String name, String host, int port, List<Integer> replicaPorts) {
        /** Returns the address of a service's database on the current primary. */
        public String jdbcUrl(Database database) {
            return PostgresUrl.ofLeader(host, ports(), database.name());
        }

        /** Returns the address of a service's database on one server, primary or standby. */
        public String jdbcUrl(Database database, int port) {
            return PostgresUrl.ofLeader(host, List.of(port), database.name());
        }

        List<Integer> ports() {
            return Stream.concat(Stream.of(port), replicaPorts.stream()).toList();
        }
    }

    /** A service's database: its role has time-outs, its owner (for migrations) has none, its relay follows the log. */
    public record Database(
            String name,
            String role,
            String password,
            String ownerRole,
            String ownerPassword,
            String relayRole,
            String relayPassword) {}

    /** The payment provider: its address, its API key, and the secret that signs its webhook events. */
    public record Provider(String url, String apiKey, String noticeKey) {}

    /** The one operator's account. */
    public record Operator(String email, String password) {}

    /** The description of the platform that was started with this file as its result. */
    public static PlatformDescription read(Path file) {
        if (!Files.exists(file)) {
            throw LocalPlatformException.failed(
                    "No platform is described in " + file + ". Start one with ./firstcome up");
        }
        return JSON.readValue(file, PlatformDescription.class);
    }

    public String serviceUrl(String service) {
        String url = serviceUrls.get(service);
        if (url == null) {
            throw LocalPlatformException.wrongUse(
                    "No service is called " + service + "; there are " + serviceUrls.keySet());
        }
        return url;
    }

    public Database database(String service) {
        Database database = databases.get(service);
        if (database == null) {
            throw LocalPlatformException.wrongUse(service + " has no database; these have one: " + databases.keySet());
        }
        return database;
    }

    void write(Path file) {
        FileTree.writePrivate(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }
}
