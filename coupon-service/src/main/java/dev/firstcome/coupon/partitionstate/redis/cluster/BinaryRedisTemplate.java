package dev.firstcome.coupon.partitionstate.redis.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.HashOperations;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.stereotype.Component;

/**
 * The template of the coupon cluster. Keys and values are bytes and are not serialized. It reads from masters only. Its
 * bean name replaces the template of Spring Boot, which would use Java serialization.
 */
@Component("redisTemplate")
public final class BinaryRedisTemplate extends RedisTemplate<byte[], byte[]> {
    private static final int KEYS_PER_SCAN = 1_000;

    BinaryRedisTemplate(RedisConnectionFactory connections) {
        setConnectionFactory(connections);
        setDefaultSerializer(RedisSerializer.byteArray());
        setExposeConnection(true); // A proxy for each call would call every method by reflection.
        afterPropertiesSet();
    }

    public HashOperations<byte[], byte[], byte[]> hashes() {
        return opsForHash();
    }

    /** Executes a script by its digest, or by its text on a master that does not have it. */
    public List<Object> execute(LuaScript script, List<byte[]> keys, byte[]... arguments) {
        return answered(execute(script, keys, (Object[]) arguments));
    }

    /** Returns the bytes of a string from one index to another, both inclusive. A missing key is an empty string. */
    public byte[] getRange(byte[] key, long first, long last) {
        return answered(execute((RedisCallback<byte[]>)
                connection -> connection.stringCommands().getRange(key, first, last)));
    }

    /**
     * Returns the names of all keys with this prefix, possibly some twice. The prefix contains the hash tag, so one
     * master has all of them.
     */
    public List<String> keysWithPrefix(String prefix) {
        ScanOptions options = ScanOptions.scanOptions()
                .match(prefix + "*")
                .count(KEYS_PER_SCAN)
                .build();
        return answered(execute((RedisCallback<List<String>>) connection -> {
            List<String> names = new ArrayList<>();
            try (Cursor<byte[]> keys = scanMasterOf(prefix, (RedisClusterConnection) connection, options)) {
                keys.forEachRemaining(key -> names.add(new String(key, StandardCharsets.UTF_8)));
            }
            return names;
        }));
    }

    /** Spring Data returns null only within a pipeline or a transaction, and this template uses neither. */
    private static <T> T answered(@Nullable T answer) {
        return Objects.requireNonNull(answer, "Redis did not answer");
    }

    private static Cursor<byte[]> scanMasterOf(String prefix, RedisClusterConnection cluster, ScanOptions options) {
        RedisClusterNode master = cluster.clusterGetNodeForKey(prefix.getBytes(StandardCharsets.UTF_8));
        if (master == null) {
            throw new RedisConnectionFailureException("no master serves the keys " + prefix + "*");
        }
        return cluster.scan(master, options);
    }
}
