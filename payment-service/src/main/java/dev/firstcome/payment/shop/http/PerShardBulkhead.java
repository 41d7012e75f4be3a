package dev.firstcome.payment.shop.http;

import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.ShardMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Limits the concurrent calls for the data of each shard. All services use the same assignment of ids to shards. */
final class PerShardBulkhead {
    private final ShardMap shards;
    private final Map<String, Semaphore> permits;

    PerShardBulkhead(ShardMap shards, int callsMax) {
        this.shards = shards;
        this.permits = shards.shards().stream()
                .distinct()
                .collect(Collectors.toMap(Function.identity(), shard -> new Semaphore(callsMax)));
    }

    Semaphore permitsFor(UUID id) {
        return Objects.requireNonNull(permits.get(shards.shardOf(BucketedIds.bucketOf(id))));
    }
}
