package dev.firstcome.coupon.fold.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.core.io.ClassPathResource;

/** A script of the class path, called by its digest, and sent whole once where the server does not have it. */
final class Script {
    private final byte[] text;
    private final String digest;

    Script(String resource) {
        this(read(resource));
    }

    Script(byte[] text) {
        this.text = text;
        this.digest = Base16.digest(text);
    }

    private static byte[] read(String resource) {
        try (InputStream in = new ClassPathResource(resource).getInputStream()) {
            return in.readAllBytes();
        } catch (IOException missing) {
            throw new UncheckedIOException(resource + " is missing from the class path", missing);
        }
    }

    List<Object> call(RedisAdvancedClusterCommands<byte[], byte[]> redis, byte[][] keys, byte[][] arguments) {
        try {
            return redis.evalsha(digest, ScriptOutputType.MULTI, keys, arguments);
        } catch (RedisNoScriptException notLoaded) {
            return redis.eval(text, ScriptOutputType.MULTI, keys, arguments);
        }
    }

    static String text(Object reply) {
        return new String((byte[]) reply, StandardCharsets.UTF_8);
    }
}
