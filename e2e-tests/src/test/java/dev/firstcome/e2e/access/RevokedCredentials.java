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

/** Comes once more with what a service was known by before it got new credentials. */
public final class RevokedCredentials {
    private static final Duration LIFE = Duration.ofSeconds(60);

    private final PlatformDescription before;
    private final ServiceTokenForge key;
    private final String service;

    /** @param key the service's key of then */
    public RevokedCredentials(PlatformDescription before, ServiceTokenForge key, String service) {
        this.before = before;
        this.key = key;
        this.service = service;
    }

    public void areRefused(AccessAttempts refusals) throws IOException, InterruptedException {
        refusals.mustBeRefused(
                "Kafka",
                AuthenticationException.class::isInstance,
                () -> KafkaAccessAttempts.connect(new HashMap<>(before.kafka().settings(service))));
        try (RedisAccessClient stranger = new RedisAccessClient()) {
            for (String node : before.redisCoupon().uris(service)) {
                refusals.mustBeRefused("Redis " + node, RedisAccessAttempts::isTurnedAway, () -> stranger.ask(node));
            }
        }
        Database database = before.database(service);
        for (Shard shard : before.shards()) {
            refusals.mustBeRefused(
                    "Postgres " + shard.name(),
                    PostgresAccessAttempts::isNotLetIn,
                    () -> PostgresAccessAttempts.connect(shard, database.name(), database.role(), database.password()));
            refusals.mustBeRefused(
                    "Postgres " + shard.name() + " as owner",
                    PostgresAccessAttempts::isNotLetIn,
                    () -> PostgresAccessAttempts.connect(
                            shard, database.name(), database.ownerRole(), database.ownerPassword()));
        }
        refusals.mustBe("a call of another service", 401, call(ServiceDefinition.USER));
    }

    private int call(String called) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(before.serviceUrl(called) + "/internal/anything"))
                    .timeout(LIFE)
                    .header("Authorization", "Bearer " + key.token(service, called, Instant.now(), LIFE))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
