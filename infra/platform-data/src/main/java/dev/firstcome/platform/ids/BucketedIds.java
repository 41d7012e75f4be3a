package dev.firstcome.platform.ids;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/**
 * Generates UUIDs of version 7 (RFC 9562) whose 12 bits {@code rand_a} contain the owner's bucket, so an id determines
 * its shard. The other 62 bits are random. Ids of one millisecond have no defined order.
 */
public final class BucketedIds {
    private static final int VERSION = 7;
    private static final long VARIANT = 0b10L << 62;
    private static final long BELOW_VARIANT = (1L << 62) - 1;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public BucketedIds(Clock clock) {
        this.clock = clock;
    }

    /** Generates an id in this bucket. */
    public UUID next(Bucket bucket) {
        return of(clock.millis(), bucket, random.nextLong());
    }

    /** Generates an id in a random bucket, for data without another owner. */
    public UUID next() {
        return next(new Bucket(random.nextInt(Bucket.COUNT)));
    }

    /** Builds an id from these values, for deterministic ids. Only the lower 62 bits of {@code bits} are used. */
    public static UUID of(long epochMillis, Bucket bucket, long bits) {
        long high = epochMillis << 16 | (long) VERSION << 12 | bucket.number();
        return new UUID(high, VARIANT | bits & BELOW_VARIANT);
    }

    /** Extracts the bucket of an id. Each UUID has a bucket, also if no such data exists. */
    public static Bucket bucketOf(UUID id) {
        return new Bucket((int) (id.getMostSignificantBits() & 0xFFF));
    }

    /** Extracts the creation time of an id, in milliseconds since 1970. */
    public static long millisOf(UUID id) {
        return id.getMostSignificantBits() >>> 16;
    }
}
