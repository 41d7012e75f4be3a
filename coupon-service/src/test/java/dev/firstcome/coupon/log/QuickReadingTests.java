package dev.firstcome.coupon.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.IssueRequested;
import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.contracts.coupon.RequestRejected;
import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** The quick ways of reading, against the binding that decides what a record is. */
class QuickReadingTests {
    private static final int REQUESTS = 200;
    private static final byte[] PUT_IN = "\"\\:,.-{}[]09aFgZ \u007f\t\0é".getBytes(StandardCharsets.UTF_8);

    private final EventCodec codec = new EventCodec();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void readsWhatTheIntakeWrites(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < REQUESTS; i++) {
            IssueRequested request = request(random);

            assertThat(WrittenRequest.read(key(request), codec.write(request)))
                    .as("seed %d, request %d", seed, i)
                    .isEqualTo(request);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void neverReadsAnythingThatTheBindingReadsOtherwise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int read = 0;
        for (int i = 0; i < REQUESTS; i++) {
            IssueRequested request = request(random);
            byte[] written = codec.write(request);
            for (int at = 0; at <= written.length; at++) {
                byte put = PUT_IN[random.nextInt(PUT_IN.length)];
                int taken = random.nextInt(3);
                byte[] changed = changed(written, at, Math.min(taken, written.length - at), put, random.nextInt(3));
                IssueRequested quick = WrittenRequest.read(key(request), changed);
                if (quick != null) {
                    read++;
                    assertThat(quick)
                            .as("seed %d: %s", seed, new String(changed, StandardCharsets.ISO_8859_1))
                            .isEqualTo(bound(changed));
                }
            }
        }
        assertThat(read).as("changed requests that are requests still").isGreaterThan(REQUESTS);
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11})
    void neverReadsAnyCouponThatTheBindingReadsOtherwise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int read = 0;
        for (int i = 0; i < REQUESTS; i++) {
            CouponIssued issued = issued(random);
            byte[] written = codec.write(issued);
            assertThat(ResultText.issued(written)).isEqualTo(issued);
            for (int at = 0; at <= written.length; at++) {
                byte put = PUT_IN[random.nextInt(PUT_IN.length)];
                int taken = Math.min(random.nextInt(3), written.length - at);
                byte[] changed = changed(written, at, taken, put, random.nextInt(3));
                CouponIssued quick = ResultText.issued(changed);
                if (quick != null) {
                    read++;
                    assertThat(quick)
                            .as("seed %d: %s", seed, new String(changed, StandardCharsets.ISO_8859_1))
                            .isEqualTo(codec.read(CouponIssued.class, changed));
                }
            }
        }
        assertThat(read).as("changed coupons that are coupons still").isGreaterThan(REQUESTS);
    }

    @ParameterizedTest
    @ValueSource(longs = {12, 13})
    void neverReadsAnyRejectionThatTheBindingReadsOtherwise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int read = 0;
        for (int i = 0; i < REQUESTS; i++) {
            RequestRejected rejected = rejected(random);
            byte[] written = codec.write(rejected);
            assertThat(ResultText.rejected(written)).isEqualTo(rejected);
            for (int at = 0; at <= written.length; at++) {
                byte put = PUT_IN[random.nextInt(PUT_IN.length)];
                int taken = Math.min(random.nextInt(3), written.length - at);
                byte[] changed = changed(written, at, taken, put, random.nextInt(3));
                RequestRejected quick = ResultText.rejected(changed);
                if (quick != null) {
                    read++;
                    assertThat(quick)
                            .as("seed %d: %s", seed, new String(changed, StandardCharsets.ISO_8859_1))
                            .isEqualTo(codec.read(RequestRejected.class, changed));
                }
            }
        }
        assertThat(read).as("changed rejections that are rejections still").isGreaterThan(REQUESTS);
    }

    private static RequestRejected rejected(SplittableRandom random) {
        CouponIssued like = issued(random);
        RejectReason[] reasons = RejectReason.values();
        return new RequestRejected(
                like.partition(),
                like.offset(),
                like.campaignId(),
                like.userId(),
                reasons[random.nextInt(reasons.length)],
                random.nextBoolean() ? like.couponId() : null,
                like.decidedAt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29T00:00:00Z",
                "2024-02-29T23:59:59.999999999Z",
                "2026-13-01T00:00:00Z",
                "2026-12-32T00:00:00Z",
                "2026-12-31T24:00:00Z",
                "2026-12-31T23:60:00Z",
                "2016-12-31T23:59:60Z",
                "2026-12-31T23:59:00.1Z",
                "2026-12-31T23:59:00.1234567891Z",
                "2026-12-31T23:59:00.Z",
                "2026-12-31T23:59:00",
                "2026-12-31T23:59:00+01:00",
                "0000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "+12026-01-01T00:00:00Z"
            })
    void readsTimesAsTheBindingDoesOrNotAtAll(String time) {
        IssueRequested request = request(new SplittableRandom(9));
        String written = new String(codec.write(request), StandardCharsets.UTF_8);
        byte[] changed = written.replace(request.intakeTime().toString(), time).getBytes(StandardCharsets.UTF_8);

        IssueRequested read = WrittenRequest.read(key(request), changed);

        if (read != null) {
            assertThat(read).isEqualTo(bound(changed));
        }
    }

    private @Nullable IssueRequested bound(byte[] body) {
        try {
            return codec.read(IssueRequested.class, body);
        } catch (JacksonException unreadable) {
            return null;
        }
    }

    private static byte[] changed(byte[] written, int at, int taken, byte put, int times) {
        byte[] changed = Arrays.copyOf(written, written.length - taken + times);
        Arrays.fill(changed, at, at + times, put);
        System.arraycopy(written, at + taken, changed, at + times, written.length - at - taken);
        return changed;
    }

    private static byte[] key(IssueRequested request) {
        return request.campaignId().toString().getBytes(StandardCharsets.UTF_8);
    }

    private static IssueRequested request(SplittableRandom random) {
        Instant time = Instant.ofEpochSecond(random.nextLong(4_000_000_000L), nanos(random));
        List<String> segments = random.nextBoolean() ? List.of() : List.of("vip", "early-" + random.nextInt(9));
        UUID admission = uuid(random);
        String client = random.nextBoolean() ? admission.toString() : "own-" + random.nextInt();
        return new IssueRequested(
                uuid(random), uuid(random), client, segments, admission, "AAAAAAAAAAAAAAAAAAAAA_", time);
    }

    private static CouponIssued issued(SplittableRandom random) {
        Instant time = Instant.ofEpochSecond(random.nextLong(4_000_000_000L), nanos(random));
        return new CouponIssued(
                random.nextInt(12),
                random.nextLong() >>> 5 + random.nextInt(58),
                uuid(random),
                uuid(random),
                uuid(random),
                random.nextLong() >>> 5 + random.nextInt(58),
                1,
                time);
    }

    private static long nanos(SplittableRandom random) {
        long[] units = {1_000_000_000, 1_000_000, 1_000, 1};
        long unit = units[random.nextInt(units.length)];
        return random.nextLong(1_000_000_000 / unit) * unit;
    }

    private static UUID uuid(SplittableRandom random) {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
