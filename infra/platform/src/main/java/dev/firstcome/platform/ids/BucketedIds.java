package dev.firstcome.platform.ids;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/**
 * Makes UUIDs of version 7 (RFC 9562) whose 12 bits {@code rand_a} hold the bucket of the owner, so an id alone says
 * where its data is. The other 62 bits are random. Ids of one millisecond are in no particular order.
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

    /** A new id in this bucket. */
    public UUID next(Bucket bucket) {
        return of(clock.millis(), bucket, random.nextLong());
    }

    /** A new id in a bucket drawn at random, for data that owns itself. */
    public UUID next() {
        return next(new Bucket(random.nextInt(Bucket.COUNT)));
    }

    /** An id with exactly these parts, for ids that are a function of something else. Uses 62 bits of {@code bits}. */
    public static UUID of(long epochMillis, Bucket bucket, long bits) {
        long high = epochMillis << 16 | (long) VERSION << 12 | bucket.number();
        return new UUID(high, VARIANT | bits & BELOW_VARIANT);
    }

    /** The bucket that an id names. Any UUID has one; whether its data is there, the shard knows. */
    public static Bucket bucketOf(UUID id) {
        return new Bucket((int) (id.getMostSignificantBits() & 0xFFF));
    }

    /** When the id was made, in milliseconds since 1970. */
    public static long millisOf(UUID id) {
        return id.getMostSignificantBits() >>> 16;
    }
}
