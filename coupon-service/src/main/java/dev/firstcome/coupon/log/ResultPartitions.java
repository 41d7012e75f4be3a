package dev.firstcome.coupon.log;

import dev.firstcome.contracts.Topics;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import java.util.UUID;

/**
 * In which partition of the results' topic a user's results are: each partition has a range of buckets, so a shard's
 * consumer need not fetch what belongs to others. All results of a user are in one partition, in their order.
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
