package dev.firstcome.platform.shards;

import dev.firstcome.platform.ids.Bucket;
import java.util.List;

/** Assigns buckets to shards, in contiguous ranges of equal size. */
public final class ShardMap {
    private final List<String> shards;

    public ShardMap(List<String> shards) {
        if (shards.isEmpty() || shards.size() > Bucket.COUNT) {
            throw new IllegalStateException("a service needs 1 to %d shards, not %s".formatted(Bucket.COUNT, shards));
        }
        this.shards = List.copyOf(shards);
    }

    public String shardOf(Bucket bucket) {
        return shards.get(bucket.number() * shards.size() / Bucket.COUNT);
    }

    public List<String> shards() {
        return shards;
    }
}
