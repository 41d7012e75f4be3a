package dev.firstcome.local.service;

import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.PlatformSettings;
import dev.firstcome.local.layout.Ports;
import dev.firstcome.local.layout.Secrets;
import dev.firstcome.local.postgres.ServiceDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings that each service gets from the platform: addresses, passwords and keys. */
public final class ServiceProperties {
    /** The one operator that the platform makes. */
    public static final String OPERATOR_EMAIL = "operator@firstcome.local";

    private final Ports ports;
    private final Secrets secrets;
    private final Infrastructure infrastructure;

    public ServiceProperties(PlatformSettings settings, Layout layout, Infrastructure infrastructure) {
        this.ports = settings.ports();
        this.secrets = new Secrets(layout.secrets());
        this.infrastructure = infrastructure;
    }

    /** What the services stand on; the shards in their order, by name. */
    public record Infrastructure(
            String kafka, List<String> redisCoupon, List<String> redisCache, Map<String, Integer> shardPorts) {}

    /** The database and roles of a service, or nothing if it has none. */
    public static Optional<ServiceDatabase> databaseOf(ServiceDefinition service, Secrets secrets) {
        String owner = service.role() + "_owner";
        return Optional.ofNullable(service.database())
                .map(database -> new ServiceDatabase(
                        database,
                        service.role(),
                        secrets.password("postgres-" + service.role()),
                        owner,
                        secrets.password("postgres-" + owner)));
    }

    public static String operatorPassword(Secrets secrets) {
        return secrets.password("operator");
    }

    /** All settings of a service, in a map that may be added to. */
    public Map<String, String> of(ServiceDefinition service) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("server.port", Integer.toString(ports.of(service.name())));
        properties.put("server.address", "127.0.0.1");
        properties.put("spring.kafka.bootstrap-servers", infrastructure.kafka());
        properties.put("platform.tokens.jwks-uri", url(ServiceDefinition.USER) + "/.well-known/jwks.json");
        databaseOf(service, secrets).ifPresent(database -> addShards(properties, database));
        switch (service.name()) {
            case ServiceDefinition.USER -> addUser(properties);
            case ServiceDefinition.COUPON -> addCoupon(properties);
            case ServiceDefinition.GATEWAY -> addGateway(properties);
            default -> {}
        }
        return properties;
    }

    private void addShards(Map<String, String> properties, ServiceDatabase database) {
        int index = 0;
        for (Map.Entry<String, Integer> shard : infrastructure.shardPorts().entrySet()) {
            String prefix = "platform.shards[" + index++ + "].";
            properties.put(prefix + "name", shard.getKey());
            properties.put(
                    prefix + "url", "jdbc:postgresql://127.0.0.1:" + shard.getValue() + "/" + database.database());
            properties.put(prefix + "username", database.role());
            properties.put(prefix + "password", database.password());
            properties.put(prefix + "owner-username", database.owner());
            properties.put(prefix + "owner-password", database.ownerPassword());
        }
    }

    private void addUser(Map<String, String> properties) {
        properties.put("user.tokens.key-directory", secrets.tokenKeys().toString());
        properties.put("user.sign-up.email-key", secrets.key("email-key"));
        // Small on purpose, so that thousands sign up in seconds; the service's own default is the safe one.
        properties.put("user.password.memory-kib", "256");
        properties.put("user.password.iterations", "1");
        properties.put("user.operator.email", OPERATOR_EMAIL);
        properties.put("user.operator.password", operatorPassword(secrets));
    }

    private void addCoupon(Map<String, String> properties) {
        properties.put("coupon.redis.nodes", String.join(",", infrastructure.redisCoupon()));
        properties.put("coupon.keys.request-id", secrets.key("coupon-request-id"));
        properties.put("coupon.keys.admission", secrets.key("coupon-admission"));
    }

    private void addGateway(Map<String, String> properties) {
        properties.put("spring.data.redis.cluster.nodes", String.join(",", infrastructure.redisCache()));
        properties.put("management.server.port", Integer.toString(ports.of("gateway-service-management")));
        properties.put("management.server.address", "127.0.0.1");
        for (String behind : List.of(
                ServiceDefinition.USER,
                ServiceDefinition.COUPON,
                ServiceDefinition.CATALOG,
                ServiceDefinition.PAYMENT)) {
            properties.put("gateway.services." + behind, url(behind));
        }
    }

    private String url(String service) {
        return "http://127.0.0.1:" + ports.of(service);
    }
}
