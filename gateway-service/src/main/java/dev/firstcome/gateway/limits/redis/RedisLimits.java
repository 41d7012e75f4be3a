package dev.firstcome.gateway.limits.redis;

import dev.firstcome.gateway.limits.LimitKey;
import dev.firstcome.gateway.limits.Limits;
import dev.firstcome.gateway.limits.RateLimitProperties;
import dev.firstcome.gateway.limits.TicketUses;
import dev.firstcome.gateway.limits.Verdict;
import dev.firstcome.platform.tokens.UsedTickets;
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
 * One call of one script per request, on one shared connection per node, without a thread that waits. The connection is
 * made in the background: until it is there, and whenever it is not, calls fail at once.
 */
@Component
final class RedisLimits implements Limits, TicketUses, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(RedisLimits.class);
    private static final SetArgs ONCE = SetArgs.Builder.nx().px(UsedTickets.REMEMBERED_FOR.toMillis());
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final RedisClusterClient client;
    private final String script;
    private final String digest;
    private final String[] arguments;
    private volatile @Nullable StatefulRedisClusterConnection<String, String> connection;
    private volatile boolean running;

    RedisLimits(LettuceConnectionFactory connections, RateLimitProperties rate) {
        if (!(connections.getRequiredNativeClient() instanceof RedisClusterClient cluster)) {
            throw new IllegalStateException("spring.data.redis.cluster.nodes must name the cache cluster");
        }
        this.client = cluster;
        this.script = text("redis/take.lua");
        this.digest = Base16.digest(script.getBytes(StandardCharsets.UTF_8));
        this.arguments = new String[] {String.valueOf(rate.intervalMicros()), String.valueOf(rate.burst())};
    }

    @Override
    public Mono<Verdict> take(LimitKey key) {
        StatefulRedisClusterConnection<String, String> open = connection;
        if (open == null) {
            return Mono.error(new RedisConnectionException("the cache Redis was not reached yet"));
        }
        RedisClusterAsyncCommands<String, String> redis = open.async();
        String[] keys = {key.text()};
        return Mono.<List<Long>>fromCompletionStage(
                        () -> redis.evalsha(digest, ScriptOutputType.MULTI, keys, arguments))
                // A master that is new, or was emptied, does not know the script yet.
                .onErrorResume(
                        RedisNoScriptException.class,
                        unknown -> Mono.fromCompletionStage(
                                () -> redis.eval(script, ScriptOutputType.MULTI, keys, arguments)))
                .map(RedisLimits::verdict);
    }

    @Override
    public Mono<Boolean> first(String ticketId) {
        StatefulRedisClusterConnection<String, String> open = connection;
        if (open == null) {
            return Mono.error(new RedisConnectionException("the cache Redis was not reached yet"));
        }
        return Mono.fromCompletionStage(() -> open.async().set("limit:{" + ticketId + "}:ticket", "used", ONCE))
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

    /** Before the client, which has phase 0, and after the server, whose last calls are still counted. */
    @Override
    public int getPhase() {
        return 1;
    }

    private void connect() {
        boolean told = false;
        while (running && connection == null) {
            try {
                connection = client.connect(StringCodec.ASCII);
                log.info("limits are shared through Redis");
            } catch (RedisException away) {
                if (!told) {
                    log.warn("limits are counted locally: {}", away.getMessage());
                    told = true;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static Verdict verdict(List<Long> reply) {
        return reply.get(0) == 1 ? Verdict.allowed(reply.get(1)) : Verdict.refused(reply.get(2));
    }

    private static String text(String path) {
        try {
            return new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(path + " is missing from the class path", missing);
        }
    }
}
