package dev.firstcome.coupon.partitionstate.redis.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.script.DigestUtils;
import org.springframework.data.redis.core.script.RedisScript;

/** A Lua script that replies with an array. Its digest is computed once, so a call needs neither a hash nor a lock. */
public final class LuaScript implements RedisScript<List<Object>> {
    private final String text;
    private final String digest;

    public LuaScript(String text) {
        this.text = text;
        this.digest = DigestUtils.sha1DigestAsHex(text);
    }

    /** Loads a script of the class path. */
    public static LuaScript load(String path) {
        try {
            return new LuaScript(new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException missing) {
            throw new UncheckedIOException(path + " is missing from the class path", missing);
        }
    }

    @Override
    public String getSha1() {
        return digest;
    }

    @Override
    @SuppressWarnings("unchecked") // Java has no class literal for a list of objects.
    public Class<List<Object>> getResultType() {
        return (Class<List<Object>>) (Class<?>) List.class;
    }

    @Override
    public String getScriptAsString() {
        return text;
    }
}
