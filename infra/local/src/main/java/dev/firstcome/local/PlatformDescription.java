package dev.firstcome.local;

import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.LocalFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where everything of a running platform is, with the passwords to it; what tests, the demo and benchmarks read.
 *
 * @param gatewayUrl where clients go
 * @param serviceUrls each service directly, by its name
 * @param kafkaBootstrapServers comma-separated host:port
 * @param redisCoupon host:port of each node of the coupon cluster
 * @param redisCache host:port of each node of the cache cluster
 * @param databases each service's database and roles, by the service's name; the same on every shard
 * @param dataDirectory the folder of this platform: logs, records of its processes, data
 */
public record PlatformDescription(
        String gatewayUrl,
        Map<String, String> serviceUrls,
        String kafkaBootstrapServers,
        List<String> redisCoupon,
        List<String> redisCache,
        List<Shard> shards,
        Map<String, Database> databases,
        Operator operator,
        int portBase,
        String dataDirectory) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public PlatformDescription {
        serviceUrls = Map.copyOf(serviceUrls);
        redisCoupon = List.copyOf(redisCoupon);
        redisCache = List.copyOf(redisCache);
        shards = List.copyOf(shards);
        databases = Map.copyOf(databases);
    }

    /** A primary and the ports of its replicas. */
    public record Shard(String name, String host, int port, List<Integer> replicaPorts) {
        /** The address of a service's database on the primary. */
        public String jdbcUrl(Database database) {
            return "jdbc:postgresql://" + host + ":" + port + "/" + database.name();
        }
    }

    /** A service's database: its role has time-outs, its owner (for migrations) has none. */
    public record Database(String name, String role, String password, String ownerRole, String ownerPassword) {}

    /** The one operator's account. */
    public record Operator(String email, String password) {}

    /** The description of the platform that was started with this file as its result. */
    public static PlatformDescription read(Path file) {
        if (!Files.exists(file)) {
            throw LocalFailure.failed("No platform is described in " + file + ". Start one with ./firstcome up");
        }
        return JSON.readValue(file, PlatformDescription.class);
    }

    public String serviceUrl(String service) {
        String url = serviceUrls.get(service);
        if (url == null) {
            throw LocalFailure.wrongUse("No service is called " + service + "; there are " + serviceUrls.keySet());
        }
        return url;
    }

    public Database database(String service) {
        Database database = databases.get(service);
        if (database == null) {
            throw LocalFailure.wrongUse(service + " has no database; these have one: " + databases.keySet());
        }
        return database;
    }

    void write(Path file) {
        FileTree.writePrivate(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }
}
