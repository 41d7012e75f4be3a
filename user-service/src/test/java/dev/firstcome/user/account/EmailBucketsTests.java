package dev.firstcome.user.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.platform.ids.Bucket;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmailBucketsTests {
    private final EmailBuckets buckets = bucketsWithKey((byte) 7);

    @Test
    void anAddressAlwaysHasTheSameBucket() {
        assertThat(bucketsWithKey((byte) 7).bucketOf(user(1))).isEqualTo(buckets.bucketOf(user(1)));
    }

    /** Compares with an independently computed value. With another bucket, existing accounts would not be found. */
    @Test
    void theBucketIsTheDigestModuloTheNumberOfBuckets() {
        assertThat(buckets.bucketOf(user(1))).isEqualTo(new Bucket(2532));
    }

    @Test
    void addressesSpreadOverTheBuckets() {
        Set<Bucket> used = IntStream.range(0, 4_096)
                .mapToObj(n -> buckets.bucketOf(user(n)))
                .collect(Collectors.toSet());

        assertThat(used).hasSizeGreaterThan(2_400); // 4,096 random addresses use about 63% of 4,096 buckets
    }

    @Test
    void aShortKeyIsRejected() {
        String shortKey = Base64.getEncoder().encodeToString(new byte[31]);

        assertThatThrownBy(() -> new EmailBuckets(new SignUpProperties(shortKey)))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Email user(int number) {
        return new Email("user" + number + "@example.com");
    }

    private static EmailBuckets bucketsWithKey(byte value) {
        byte[] key = new byte[32];
        Arrays.fill(key, value);
        return new EmailBuckets(new SignUpProperties(Base64.getEncoder().encodeToString(key)));
    }
}
