package dev.firstcome.platform.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BucketedIdsTests {
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00.123Z");
    private final BucketedIds ids = new BucketedIds(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void idsAreVersion7UuidsWithBucketAndCreationTime() {
        for (int number = 0; number < Bucket.COUNT; number++) {
            Bucket bucket = new Bucket(number);
            UUID id = ids.next(bucket);

            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(BucketedIds.bucketOf(id)).isEqualTo(bucket);
            assertThat(BucketedIds.millisOf(id)).isEqualTo(NOW.toEpochMilli());
        }
    }

    @Test
    void idsOfOneMillisecondAndBucketAreUnique() {
        Set<UUID> generated = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(generated.add(ids.next(new Bucket(7)))).isTrue();
        }
    }

    @Test
    void idsWithoutOwnerAreDistributedOverAllBuckets() {
        Set<Bucket> buckets = new HashSet<>();
        for (int i = 0; i < 40_960; i++) {
            buckets.add(BucketedIds.bucketOf(ids.next()));
        }
        assertThat(buckets).hasSizeGreaterThan(4_000);
    }

    @Test
    void bucketNumbersOutOfRangeAreRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Bucket(4096));
        assertThatIllegalArgumentException().isThrownBy(() -> new Bucket(-1));
    }
}
