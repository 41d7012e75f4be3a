package dev.firstcome.payment.shop.http;

import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.ShardMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;

/** So many at a time of what is in one shard: all services divide what they hold in the same way. */
final class ShardTurns {
    private final ShardMap shards;
    private final Map<String, Semaphore> turns;

    ShardTurns(ShardMap shards, int atOnce) {
        this.shards = shards;
        this.turns = shards.shards().stream()
                .distinct()
                .collect(Collectors.toMap(Function.identity(), shard -> new Semaphore(atOnce)));
    }

    Semaphore of(UUID id) {
        return Objects.requireNonNull(turns.get(shards.shardOf(BucketedIds.bucketOf(id))));
    }
}
