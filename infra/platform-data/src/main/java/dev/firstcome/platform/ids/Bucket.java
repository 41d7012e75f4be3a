package dev.firstcome.platform.ids;

/**
 * One of 4,096 hash buckets of the sharded data. Data with one owner (a user, a product, a campaign) is in the bucket
 * of its owner. The shard map assigns buckets to shards, so data moves between shards without new ids.
 */
public record Bucket(int number) {
    public static final int COUNT = 4096;

    public Bucket {
        if (number < 0 || number >= COUNT) {
            throw new IllegalArgumentException("bucket %d is not within 0 to %d".formatted(number, COUNT - 1));
        }
    }
}
