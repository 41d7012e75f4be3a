package dev.firstcome.local.service;

import dev.firstcome.local.access.Credentials;
import dev.firstcome.local.kafka.KafkaLogin;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.PlatformSettings;
import dev.firstcome.local.layout.Ports;
import dev.firstcome.local.layout.Secrets;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.postgres.PostgresUrl;
import dev.firstcome.local.postgres.ServiceDatabase;
import dev.firstcome.local.postgres.ServiceDatabase.Role;
import dev.firstcome.local.process.LogTail;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings that the platform passes to each service: addresses, passwords and keys. */
public final class ServiceProperties {
    /** The operator account that the platform creates. */
    public static final String OPERATOR_EMAIL = "operator@firstcome.local";

    /** The refresh interval of the public keys of user tokens. */
    private static final Duration TOKEN_KEYS_KEPT_FOR = Duration.ofSeconds(5);

    /** The time after which a new key signs user tokens. Before, it is only published. */
    public static final Duration TOKEN_KEY_SIGNS_AFTER = TOKEN_KEYS_KEPT_FOR.multipliedBy(3);

    /** Long enough for several readiness probes of the gateway, even on a busy machine. */
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private final PlatformSettings settings;
    private final Ports ports;
    private final Ports advertised;
    private final Layout layout;
    private final Secrets secrets;
    private final Credentials credentials;
    private final Infrastructure infrastructure;

    public ServiceProperties(PlatformSettings settings, Layout layout, Infrastructure infrastructure) {
        this.settings = settings;
        this.ports = settings.ports();
        this.advertised = settings.advertised();
        this.layout = layout;
        this.secrets = new Secrets(layout.secrets());
        this.credentials = new Credentials(secrets);
        this.infrastructure = infrastructure;
    }

    /** The infrastructure of the services. The shards are in order. */
    public record Infrastructure(
            String kafka, List<String> redisCoupon, List<String> redisCache, List<ShardAddress> shards) {}

    /**
     * The addresses of a shard.
     *
     * @param ports the ports of its servers, one of which is the primary
     * @param standbys the standby names of the servers
     */
    public record ShardAddress(String name, List<Integer> ports, List<String> standbys) {}

    /** Returns the database and roles of a service; empty if it has none. */
    public static Optional<ServiceDatabase> databaseOf(ServiceDefinition service, Secrets secrets) {
        return Optional.ofNullable(service.database())
                .map(database -> new ServiceDatabase(
                        database,
                        role(service.role(), secrets),
                        role(service.role() + "_owner", secrets),
                        role(service.role() + "_relay", secrets),
                        service.name().equals(ServiceDefinition.PAYMENT)));
    }

    private static Role role(String name, Secrets secrets) {
        return new Role(name, secrets.password(databaseSecret(name)));
    }

    /** The name of the secret with the password of a database role. */
    public static String databaseSecret(String role) {
        return "postgres-" + role;
    }

    public static String operatorPassword(Secrets secrets) {
        return secrets.password("operator");
    }

    /** Returns all settings of an instance of this service in a mutable map. */
    public Map<String, String> of(ServiceDefinition service, String part) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("server.port", Integer.toString(ports.of(part)));
        if (settings.partsOf(service.name()).size() > 1) {
            properties.put("platform.drain", DRAIN.toMillis() + "ms");
        }
        properties.put("server.address", "127.0.0.1");
        addLog(properties, layout.log(part));
        properties.put("spring.kafka.bootstrap-servers", infrastructure.kafka());
        KafkaLogin.security(service.name(), credentials.kafka(service.name()))
                .forEach((name, value) -> properties.put("spring.kafka.properties[" + name + "]", value));
        properties.put("platform.tokens.jwks-uri", url(ServiceDefinition.USER) + "/.well-known/jwks.json");
        properties.put("platform.tokens.refresh-every", TOKEN_KEYS_KEPT_FOR.toSeconds() + "s");
        properties.put("platform.service.name", service.name());
        properties.put(
                "platform.service.key",
                secrets.serviceKeys().privateKey(service.name()).toString());
        properties.put(
                "platform.service.public-keys",
                secrets.serviceKeys().publicKeys().toString());
        databaseOf(service, secrets).ifPresent(database -> addShards(properties, database));
        switch (service.name()) {
            case ServiceDefinition.USER -> addUser(properties);
            case ServiceDefinition.COUPON -> addCoupon(properties);
            case ServiceDefinition.PAYMENT -> addPayment(properties);
            case ServiceDefinition.GATEWAY -> addGateway(properties);
            default -> {}
        }
        return properties;
    }

    /** The service writes and rotates its own log. Its output contains only messages of the JVM. */
    private static void addLog(Map<String, String> properties, Path log) {
        properties.put("logging.file.name", log.toString());
        properties.put("logging.threshold.console", "OFF");
        properties.put("logging.logback.rollingpolicy.file-name-pattern", log + ".%d{yyyy-MM-dd}.%i");
        properties.put("logging.logback.rollingpolicy.max-file-size", LogTail.ROTATED_ABOVE_MIB + "MB");
        properties.put("logging.logback.rollingpolicy.total-size-cap", 2 * LogTail.ROTATED_ABOVE_MIB + "MB");
    }

    private void addShards(Map<String, String> properties, ServiceDatabase database) {
        int index = 0;
        for (ShardAddress shard : infrastructure.shards()) {
            String prefix = "platform.shards[" + index++ + "].";
            properties.put(prefix + "name", shard.name());
            properties.put(prefix + "url", PostgresUrl.ofLeader("127.0.0.1", shard.ports(), database.database()));
            properties.put(prefix + "username", database.worker().name());
            properties.put(prefix + "password", database.worker().password());
            properties.put(prefix + "owner-username", database.owner().name());
            properties.put(prefix + "owner-password", database.owner().password());
        }
        properties.put("platform.outbox.username", database.relay().name());
        properties.put("platform.outbox.password", database.relay().password());
    }

    private void addUser(Map<String, String> properties) {
        properties.put(
                "user.tokens.key-directory", secrets.tokenKeys().withAKey().toString());
        properties.put("user.tokens.sign-after", TOKEN_KEY_SIGNS_AFTER.toSeconds() + "s");
        properties.put("user.sign-up.email-key", secrets.key("email-key"));
        // Small, so that thousands of users sign up within seconds. The default of the service is secure.
        properties.put("user.password.memory-kib", "256");
        properties.put("user.password.iterations", "1");
        properties.put("user.operator.email", OPERATOR_EMAIL);
        properties.put("user.operator.password", operatorPassword(secrets));
    }

    private void addCoupon(Map<String, String> properties) {
        addRedis(properties, infrastructure.redisCoupon(), ServiceDefinition.COUPON);
        properties.put("coupon.keys.request-id", secrets.key("coupon-request-id"));
        properties.put("coupon.keys.admission", secrets.key("coupon-admission"));
        properties.put("coupon.draw.key", secrets.key("coupon-draw"));
        properties.put("coupon.proofs.key", secrets.proofKeys().privateKey().toString());
        properties.put(
                "coupon.proofs.public-keys", secrets.proofKeys().publicKeys().toString());
    }

    private void addRedis(Map<String, String> properties, List<String> nodes, String user) {
        properties.put("spring.data.redis.cluster.nodes", String.join(",", nodes));
        properties.put("spring.data.redis.username", user);
        properties.put("spring.data.redis.password", credentials.redis(user));
    }

    private void addPayment(Map<String, String> properties) {
        for (ShardAddress shard : infrastructure.shards()) {
            if (!shard.standbys().isEmpty()) {
                properties.put("payment.standby.names[" + shard.name() + "]", String.join(",", shard.standbys()));
            }
        }
        properties.put("payment.shop.catalog-service", urls(ServiceDefinition.CATALOG));
        properties.put("payment.shop.coupon-service", urls(ServiceDefinition.COUPON));
        ProviderProcess.Secret secret = providerSecret(secrets);
        properties.put("payment.stripe.api-base", url(ProviderProcess.NAME));
        properties.put("payment.stripe.secret-key", secret.apiKey());
        properties.put("payment.stripe.webhook-secret", secret.noticeKey());
    }

    /** The shared secrets of payment-service and the provider. */
    public static ProviderProcess.Secret providerSecret(Secrets secrets) {
        return new ProviderProcess.Secret(secrets.password("provider-api"), secrets.password("provider-notices"));
    }

    private void addGateway(Map<String, String> properties) {
        addRedis(properties, infrastructure.redisCache(), ServiceDefinition.GATEWAY);
        properties.put("management.server.port", Integer.toString(ports.of("gateway-service-management")));
        properties.put("management.server.address", "127.0.0.1");
        for (String behind : List.of(
                ServiceDefinition.USER,
                ServiceDefinition.COUPON,
                ServiceDefinition.CATALOG,
                ServiceDefinition.PAYMENT)) {
            properties.put("gateway.services." + behind, urls(behind));
        }
    }

    /** The addresses of all instances of a service. */
    private String urls(String service) {
        return String.join(
                ",", settings.partsOf(service).stream().map(this::url).toList());
    }

    private String url(String service) {
        return "http://127.0.0.1:" + advertised.of(service);
    }
}
