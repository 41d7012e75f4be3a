package dev.firstcome.coupon.partitionstate.redis.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.partitionstate.redis.RedisUnderTest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.RedisCallback;

/** The template against the real coupon cluster. */
class BinaryRedisTemplateIT {
    private static final int PARTITION = 9;
    private static final int OTHER_PARTITION = 10;

    /** More than one SCAN returns. */
    private static final int KEYS = 2_500;

    private static final PartitionKeys NAMES = new PartitionKeys(PARTITION, 1);

    private static RedisUnderTest redis;
    private static BinaryRedisTemplate template;

    @BeforeAll
    static void connect() {
        redis = new RedisUnderTest();
        template = redis.template();
    }

    @AfterAll
    static void disconnect() {
        empty();
        redis.close();
    }

    @BeforeEach
    void start() {
        empty();
    }

    private static void empty() {
        redis.empty(PARTITION);
        redis.empty(OTHER_PARTITION);
    }

    @Test
    void storesAndReadsBytesUnchanged() {
        byte[] value = {0, -1, 10, 13, 127, -128};
        template.opsForValue().set(NAMES.outcomes(0), value);

        assertThat(template.opsForValue().get(NAMES.outcomes(0))).isEqualTo(value);
        assertThat(template.getRange(NAMES.outcomes(0), 1, 2)).containsExactly(-1, 10);
        assertThat(template.getRange(NAMES.outcomes(1), 0, 7)).isEmpty();
    }

    @Test
    void executesAScriptThatTheMasterDoesNotHave() {
        LuaScript script = new LuaScript("return {KEYS[1], ARGV[1], redis.call('TIME')}");
        redis.commands().scriptFlush();

        List<Object> reply = template.execute(script, List.of(NAMES.meta()), PartitionKeys.bytes("argument"));

        assertThat(reply).hasSize(3);
        assertThat(reply.get(0)).isEqualTo(NAMES.meta());
        assertThat(reply.get(1)).isEqualTo(PartitionKeys.bytes("argument"));
    }

    @Test
    void findsAllKeysOfAPartitionAndNoOthers() {
        List<String> names = IntStream.range(0, KEYS)
                .mapToObj(block -> PartitionKeys.text(NAMES.outcomes(block)))
                .toList();
        names.forEach(name -> template.opsForValue().set(PartitionKeys.bytes(name), PartitionKeys.bytes("x")));
        template.opsForValue().set(new PartitionKeys(PARTITION, 2).meta(), PartitionKeys.bytes("x"));
        template.opsForValue().set(new PartitionKeys(OTHER_PARTITION, 1).meta(), PartitionKeys.bytes("x"));

        assertThat(template.keysWithPrefix(NAMES.epochPrefix()).stream().distinct())
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void sharesTheNativeConnectionWithTheIssuer() {
        Object shared = template.execute((RedisCallback<Object>) RedisConnection::getNativeConnection);

        assertThat(shared).isSameAs(redis.commands().getStatefulConnection().async());
    }
}
