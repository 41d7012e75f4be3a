package dev.firstcome.coupon;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.local.access.SystemUsers;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/** Corrupts the live state in the coupon Redis cluster. */
final class RedisCorruption {
    private RedisCorruption() {}

    /** Removes a user from the coupon holders of the campaign, in all epochs. */
    static void removeHolder(String campaign, UUID user) {
        PlatformDescription.Redis redis = SharedInfrastructure.get().redisCoupon();
        List<RedisURI> uris =
                redis.uris(SystemUsers.ADMIN).stream().map(RedisURI::create).toList();
        byte[] field = ByteBuffer.allocate(16)
                .putLong(user.getMostSignificantBits())
                .putLong(user.getLeastSignificantBits())
                .array();
        try (RedisClusterClient client = RedisClusterClient.create(uris);
                StatefulRedisClusterConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
            long removed = connection.sync().keys("*:holders:" + campaign).stream()
                    .mapToLong(key -> connection.sync().hdel(key, field))
                    .sum();
            if (removed == 0) {
                throw new IllegalStateException("the state has no coupon of " + user);
            }
        }
    }
}
