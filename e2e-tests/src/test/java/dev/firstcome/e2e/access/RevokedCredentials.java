package dev.firstcome.e2e.access;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.PlatformDescription.Database;
import dev.firstcome.local.PlatformDescription.Shard;
import dev.firstcome.local.layout.ServiceDefinition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import org.apache.kafka.common.errors.AuthenticationException;

/** The credentials that a service had before a rotation. Kafka, Redis, Postgres and the services must refuse them. */
public final class RevokedCredentials {
    private static final Duration LIFE = Duration.ofSeconds(60);

    private final PlatformDescription before;
    private final ServiceTokenForge key;
    private final String service;

    /** @param key the service's key before the rotation */
    public RevokedCredentials(PlatformDescription before, ServiceTokenForge key, String service) {
        this.before = before;
        this.key = key;
        this.service = service;
    }

    public void verifyRefused(AccessAttempts refusals) throws IOException, InterruptedException {
        refusals.expectRefusal(
                "Kafka",
                AuthenticationException.class::isInstance,
                () -> KafkaAccessAttempts.connect(new HashMap<>(before.kafka().settings(service))));
        try (RedisAccessClient accessClient = new RedisAccessClient()) {
            for (String node : before.redisCoupon().uris(service)) {
                refusals.expectRefusal(
                        "Redis " + node,
                        RedisAccessAttempts::isAuthenticationFailure,
                        () -> accessClient.connect(node));
            }
        }
        Database database = before.database(service);
        for (Shard shard : before.shards()) {
            refusals.expectRefusal(
                    "Postgres " + shard.name(),
                    PostgresAccessAttempts::isAccessDenied,
                    () -> PostgresAccessAttempts.connect(shard, database.name(), database.role(), database.password()));
            refusals.expectRefusal(
                    "Postgres " + shard.name() + " as owner",
                    PostgresAccessAttempts::isAccessDenied,
                    () -> PostgresAccessAttempts.connect(
                            shard, database.name(), database.ownerRole(), database.ownerPassword()));
        }
        refusals.expectEqual("status of a call to another service", 401, call(ServiceDefinition.USER));
    }

    private int call(String callee) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(before.serviceUrl(callee) + "/internal/anything"))
                    .timeout(LIFE)
                    .header("Authorization", "Bearer " + key.token(service, callee, Instant.now(), LIFE))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
