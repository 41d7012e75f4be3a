package dev.firstcome.coupon.log;

import dev.firstcome.contracts.Topics;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import java.util.UUID;

/**
 * Maps users to partitions of the result topic. Each partition has a range of buckets, so the consumer of a shard
 * fetches only the results of its users. All results of a user are in one partition, in order.
 */
public final class ResultPartitions {
    private ResultPartitions() {}

    public static int of(UUID userId) {
        return of(BucketedIds.bucketOf(userId));
    }

    public static int of(Bucket bucket) {
        return bucket.number() * Topics.PARTITIONS / Bucket.COUNT;
    }
}
