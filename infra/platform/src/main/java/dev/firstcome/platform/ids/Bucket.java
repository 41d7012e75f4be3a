package dev.firstcome.platform.ids;

/**
 * One of 4,096 shares into which all sharded data is cut. Data with one owner (a user, a product, a campaign) stays in
 * the owner's bucket; a map gives buckets to shards, so data moves between shards without any id changing.
 */
public record Bucket(int number) {
    public static final int COUNT = 4096;

    public Bucket {
        if (number < 0 || number >= COUNT) {
            throw new IllegalArgumentException("bucket %d is not within 0 to %d".formatted(number, COUNT - 1));
        }
    }
}
