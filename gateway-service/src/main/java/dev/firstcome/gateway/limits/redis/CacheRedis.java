package dev.firstcome.gateway.limits.redis;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The cache Redis cluster, accessed without blocking. The first connection is established in the background, because a
 * template would block an event loop for it. Commands fail at once until then.
 */
@Component
final class CacheRedis implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(CacheRedis.class);
    private static final Duration RECONNECT_DELAY = Duration.ofMillis(500);

    private final ReactiveStringRedisTemplate template;
    private final LettuceConnectionFactory connections;
    private volatile boolean connected;
    private volatile boolean running;

    CacheRedis(ReactiveStringRedisTemplate template, LettuceConnectionFactory connections) {
        if (!connections.isClusterAware()) {
            throw new IllegalStateException("spring.data.redis.cluster.nodes must name the cache cluster");
        }
        this.template = template;
        this.connections = connections;
    }

    /** Executes a command. Fails with a {@link DataAccessException} if Redis is unavailable; never waits to connect. */
    <T> Mono<T> execute(Function<ReactiveStringRedisTemplate, Mono<T>> command) {
        return Mono.defer(() -> connected
                ? command.apply(template)
                : Mono.error(new RedisConnectionFailureException("no connection to the cache Redis yet")));
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("limits-connect").start(this::connect);
    }

    @Override
    public void stop() {
        running = false;
        connected = false;
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

    /** All commands share the first connection, which then reconnects by itself. */
    private void connect() {
        boolean logged = false;
        while (running && !connected) {
            try {
                ReactiveRedisConnection connection = connections.getReactiveConnection();
                connection.close(); // The factory keeps the shared connection open.
                connected = running;
                log.info("rate limits: connected to Redis, using shared limits");
            } catch (DataAccessException | IllegalStateException failure) { // the latter while the process stops
                if (!logged) {
                    log.warn("rate limits: cannot connect to Redis, using local limits: {}", failure.getMessage());
                    logged = true;
                }
                LockSupport.parkNanos(RECONNECT_DELAY.toNanos());
            }
        }
    }
}
