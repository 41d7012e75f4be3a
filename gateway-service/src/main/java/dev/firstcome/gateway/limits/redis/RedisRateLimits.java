package dev.firstcome.gateway.limits.redis;

import dev.firstcome.gateway.limits.RateLimitDecision;
import dev.firstcome.gateway.limits.RateLimitKey;
import dev.firstcome.gateway.limits.RateLimitProperties;
import dev.firstcome.gateway.limits.SharedRateLimits;
import dev.firstcome.gateway.limits.TicketUseStore;
import dev.firstcome.platform.tokens.RecentTicketIds;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.Base16;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Token buckets and used tickets in the cache Redis cluster, accessed without blocking. A rate limit check is one
 * script call on one shared connection per node. The connection is established in the background; commands fail at once
 * while it is missing.
 */
@Component
final class RedisRateLimits implements SharedRateLimits, TicketUseStore, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(RedisRateLimits.class);
    private static final SetArgs SET_IF_ABSENT = SetArgs.Builder.nx().px(RecentTicketIds.RETENTION.toMillis());
    private static final Duration RECONNECT_DELAY = Duration.ofMillis(500);

    private final RedisClusterClient client;
    private final String script;
    private final String digest;
    private final String[] arguments;
    private volatile @Nullable StatefulRedisClusterConnection<String, String> connection;
    private volatile boolean running;

    RedisRateLimits(LettuceConnectionFactory connections, RateLimitProperties rate) {
        if (!(connections.getRequiredNativeClient() instanceof RedisClusterClient cluster)) {
            throw new IllegalStateException("spring.data.redis.cluster.nodes must name the cache cluster");
        }
        this.client = cluster;
        this.script = loadScript("redis/consume-token.lua");
        this.digest = Base16.digest(script.getBytes(StandardCharsets.UTF_8));
        this.arguments = new String[] {String.valueOf(rate.intervalMicros()), String.valueOf(rate.burst())};
    }

    @Override
    public Mono<RateLimitDecision> tryConsume(RateLimitKey key) {
        StatefulRedisClusterConnection<String, String> open = connection;
        if (open == null) {
            return Mono.error(new RedisConnectionException("no connection to the cache Redis yet"));
        }
        RedisClusterAsyncCommands<String, String> redis = open.async();
        String[] keys = {key.redisKey()};
        return Mono.<List<Long>>fromCompletionStage(
                        () -> redis.evalsha(digest, ScriptOutputType.MULTI, keys, arguments))
                // A new or flushed master does not have the script in its cache.
                .onErrorResume(
                        RedisNoScriptException.class,
                        notCached -> Mono.fromCompletionStage(
                                () -> redis.eval(script, ScriptOutputType.MULTI, keys, arguments)))
                .map(RedisRateLimits::toDecision);
    }

    @Override
    public Mono<Boolean> claim(String ticketId) {
        StatefulRedisClusterConnection<String, String> open = connection;
        if (open == null) {
            return Mono.error(new RedisConnectionException("no connection to the cache Redis yet"));
        }
        return Mono.fromCompletionStage(
                        () -> open.async().set("limit:{" + ticketId + "}:ticket", "used", SET_IF_ABSENT))
                .map(set -> true)
                .defaultIfEmpty(false);
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("limits-connect").start(this::connect);
    }

    @Override
    public void stop() {
        running = false;
        StatefulRedisClusterConnection<String, String> open = connection;
        connection = null;
        if (open != null) {
            open.closeAsync();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops before the Redis client (phase 0) and after the server, whose last requests still need the limits. */
    @Override
    public int getPhase() {
        return 1;
    }

    private void connect() {
        boolean logged = false;
        while (running && connection == null) {
            try {
                connection = client.connect(StringCodec.ASCII);
                log.info("rate limits: connected to Redis, using shared limits");
            } catch (RedisException failure) {
                if (!logged) {
                    log.warn("rate limits: cannot connect to Redis, using local limits: {}", failure.getMessage());
                    logged = true;
                }
                LockSupport.parkNanos(RECONNECT_DELAY.toNanos());
            }
        }
    }

    private static RateLimitDecision toDecision(List<Long> reply) {
        return reply.get(0) == 1 ? RateLimitDecision.allowed(reply.get(1)) : RateLimitDecision.rejected(reply.get(2));
    }

    private static String loadScript(String path) {
        try {
            return new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(path + " is missing from the class path", missing);
        }
    }
}
