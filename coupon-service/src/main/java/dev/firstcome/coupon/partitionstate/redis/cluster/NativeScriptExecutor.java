package dev.firstcome.coupon.partitionstate.redis.cluster;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * Executes the issuer's scripts on the native Lettuce connection that the templates share. This path is measured: a
 * call has thousands of arguments, which a template would copy twice. The errors are those of Lettuce, unchanged.
 */
@Component
public final class NativeScriptExecutor {
    private final LettuceConnectionFactory connections;
    private final Counter errors;

    public NativeScriptExecutor(LettuceConnectionFactory connections, MeterRegistry meters) {
        this.connections = connections;
        this.errors = meters.counter("firstcome.redis.errors", "cluster", "coupon");
    }

    /**
     * Executes a script by its digest, or by its text on a master that does not have it.
     *
     * @throws RedisException if the call fails or times out; the script may have been executed
     * @throws DataAccessException if the first connection cannot be established
     */
    public List<Object> execute(LuaScript script, byte[][] keys, byte[][] arguments) {
        try {
            return execute(commands(), script, keys, arguments);
        } catch (RedisException | DataAccessException failure) {
            errors.increment();
            throw failure;
        }
    }

    private static List<Object> execute(
            RedisAdvancedClusterCommands<byte[], byte[]> redis, LuaScript script, byte[][] keys, byte[][] arguments) {
        try {
            return redis.evalsha(script.getSha1(), ScriptOutputType.MULTI, keys, arguments);
        } catch (RedisNoScriptException notLoaded) {
            return redis.eval(script.getScriptAsString(), ScriptOutputType.MULTI, keys, arguments);
        }
    }

    @SuppressWarnings("unchecked") // The connection factory encodes keys and values as byte arrays.
    private RedisAdvancedClusterCommands<byte[], byte[]> commands() {
        try (RedisClusterConnection connection = connections.getClusterConnection()) {
            var commands = (RedisAdvancedClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
            return commands.getStatefulConnection().sync();
        }
    }
}
