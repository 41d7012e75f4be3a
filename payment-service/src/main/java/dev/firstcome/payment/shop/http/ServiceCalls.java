package dev.firstcome.payment.shop.http;

import dev.firstcome.payment.shop.ShopAway;
import dev.firstcome.platform.shards.ShardMap;
import dev.firstcome.platform.tokens.ServiceTokenIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls of one other service, with this service's own token: the instances take turns, each call has a bound, and none
 * is repeated here. Whoever wants something done comes again by the payment's own schedule.
 */
final class ServiceCalls {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;

    private final String service;
    private final List<URI> instances;
    private final ServiceTokenIssuer tokens;
    private final HttpClient http;
    private final Duration timeout;
    private final ShardTurns turns;
    private final AtomicInteger calls = new AtomicInteger();

    /** How calls are made: so many at once about what is in one shard, so that one that is away holds up no other. */
    record Settings(HttpClient http, Duration timeout, int atOnce, ShardMap shards) {}

    ServiceCalls(String service, List<URI> instances, ServiceTokenIssuer tokens, Settings settings) {
        if (instances.isEmpty()) {
            throw new IllegalStateException("no address of " + service);
        }
        this.service = service;
        this.instances = List.copyOf(instances);
        this.tokens = tokens;
        this.http = settings.http();
        this.timeout = settings.timeout();
        this.turns = new ShardTurns(settings.shards(), settings.atOnce());
    }

    /** What a service said; its own refusals are answers, too. */
    record Answer(int status, JsonNode body) {
        String code() {
            return body.path("code").asString("");
        }
    }

    /** @param about an id of what is asked for, by which it is known who holds it */
    Answer get(UUID about, String path) {
        return send("GET", about, path);
    }

    /** @param about as of {@link #get} */
    Answer put(UUID about, String path) {
        return send("PUT", about, path);
    }

    /** @throws ShopAway where there was no answer, or one that says that the service cannot answer now */
    private Answer send(String method, UUID about, String path) {
        try {
            Semaphore turns = this.turns.of(about);
            if (!turns.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ShopAway("too many calls of " + service + " wait");
            }
            try {
                return answer(http.send(request(method, path), HttpResponse.BodyHandlers.ofByteArray()));
            } finally {
                turns.release();
            }
        } catch (IOException | JacksonException failed) {
            throw new ShopAway("%s gave no answer: %s".formatted(service, failed), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ShopAway("stopped while calling " + service, stopped);
        }
    }

    private HttpRequest request(String method, String path) {
        URI instance = instances.get(Math.floorMod(calls.getAndIncrement(), instances.size()));
        return HttpRequest.newBuilder(instance.resolve(path))
                .timeout(timeout)
                .header("Authorization", "Bearer " + tokens.tokenFor(service))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
    }

    private Answer answer(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status >= SERVER_ERROR || status == TOO_MANY) {
            throw new ShopAway("%s answered %d".formatted(service, status));
        }
        JsonNode body = read(response.body());
        return new Answer(status, body == null ? JSON.createObjectNode() : body);
    }

    private static @Nullable JsonNode read(byte[] body) {
        return body.length == 0 ? null : JSON.readTree(body);
    }

    /** For what a service may not answer. */
    ShopAway unexpected(Answer answer) {
        return new ShopAway("%s answered %d %s".formatted(service, answer.status(), answer.code()));
    }
}
