package dev.firstcome.payment.shop.http;

import dev.firstcome.payment.shop.DownstreamUnavailableException;
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
 * HTTP client of one service, authenticated with this service's token. Calls go to the instances in turn and have a
 * time limit. There are no retries: the payment's schedule retries.
 */
final class ServiceClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;

    private final String service;
    private final List<URI> instances;
    private final ServiceTokenIssuer tokens;
    private final HttpClient http;
    private final Duration timeout;
    private final PerShardBulkhead bulkhead;
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * Settings of all clients.
     *
     * @param callsPerShardMax limit of concurrent calls for each shard, so an unavailable shard does not delay the
     *     others
     */
    record Settings(HttpClient http, Duration timeout, int callsPerShardMax, ShardMap shards) {}

    ServiceClient(String service, List<URI> instances, ServiceTokenIssuer tokens, Settings settings) {
        if (instances.isEmpty()) {
            throw new IllegalStateException("no base URL configured for " + service);
        }
        this.service = service;
        this.instances = List.copyOf(instances);
        this.tokens = tokens;
        this.http = settings.http();
        this.timeout = settings.timeout();
        this.bulkhead = new PerShardBulkhead(settings.shards(), settings.callsPerShardMax());
    }

    /** A response of the service, including refusals. */
    record ServiceResponse(int status, JsonNode body) {
        String code() {
            return body.path("code").asString("");
        }
    }

    /** @param resource id of the requested resource, which determines its shard */
    ServiceResponse get(UUID resource, String path) {
        return send("GET", resource, path);
    }

    /** @param resource id of the changed resource, which determines its shard */
    ServiceResponse put(UUID resource, String path) {
        return send("PUT", resource, path);
    }

    /** @throws DownstreamUnavailableException if there is no response or its status is 429 or at least 500 */
    private ServiceResponse send(String method, UUID resource, String path) {
        try {
            Semaphore permits = bulkhead.permitsFor(resource);
            if (!permits.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DownstreamUnavailableException("concurrency limit of calls to " + service + " is reached");
            }
            try {
                return parse(http.send(request(method, path), HttpResponse.BodyHandlers.ofByteArray()));
            } finally {
                permits.release();
            }
        } catch (IOException | JacksonException failed) {
            throw new DownstreamUnavailableException(
                    "no usable response from %s: %s".formatted(service, failed), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DownstreamUnavailableException("interrupted while calling " + service, interrupted);
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

    private ServiceResponse parse(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status >= SERVER_ERROR || status == TOO_MANY) {
            throw new DownstreamUnavailableException("%s returned status %d".formatted(service, status));
        }
        JsonNode body = read(response.body());
        return new ServiceResponse(status, body == null ? JSON.createObjectNode() : body);
    }

    private static @Nullable JsonNode read(byte[] body) {
        return body.length == 0 ? null : JSON.readTree(body);
    }

    /** Creates the exception for a response that violates the API. */
    DownstreamUnavailableException unexpected(ServiceResponse response) {
        return new DownstreamUnavailableException(
                "unexpected response from %s: %d %s".formatted(service, response.status(), response.code()));
    }
}
