package dev.firstcome.coupon.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.contracts.coupon.result.RequestRejected;
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

/** The hand-written parsers return the same records as JSON binding, or null. */
class JsonParserEquivalenceTests {
    private static final int REQUESTS = 200;
    private static final byte[] INSERTED_BYTES = "\"\\:,.-{}[]09aFgZ \u007f\t\0é".getBytes(StandardCharsets.UTF_8);

    private final EventCodec codec = new EventCodec();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void parsesRequestsOfTheIntake(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < REQUESTS; i++) {
            IssueRequested request = request(random);

            assertThat(IssueRequestParser.parse(key(request), codec.write(request)))
                    .as("seed %d, request %d", seed, i)
                    .isEqualTo(request);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void neverParsesARequestDifferentlyFromTheBinding(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int parsed = 0;
        for (int i = 0; i < REQUESTS; i++) {
            IssueRequested request = request(random);
            byte[] written = codec.write(request);
            for (int at = 0; at <= written.length; at++) {
                byte inserted = INSERTED_BYTES[random.nextInt(INSERTED_BYTES.length)];
                int removed = random.nextInt(3);
                byte[] modified =
                        modify(written, at, Math.min(removed, written.length - at), inserted, random.nextInt(3));
                IssueRequested result = IssueRequestParser.parse(key(request), modified);
                if (result != null) {
                    parsed++;
                    assertThat(result)
                            .as("seed %d: %s", seed, new String(modified, StandardCharsets.ISO_8859_1))
                            .isEqualTo(bind(modified));
                }
            }
        }
        assertThat(parsed).as("modified requests that are still valid").isGreaterThan(REQUESTS);
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11})
    void neverParsesACouponDifferentlyFromTheBinding(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int parsed = 0;
        for (int i = 0; i < REQUESTS; i++) {
            CouponIssued issued = issued(random);
            byte[] written = codec.write(issued);
            assertThat(ResultJsonCodec.issued(written)).isEqualTo(issued);
            for (int at = 0; at <= written.length; at++) {
                byte inserted = INSERTED_BYTES[random.nextInt(INSERTED_BYTES.length)];
                int removed = Math.min(random.nextInt(3), written.length - at);
                byte[] modified = modify(written, at, removed, inserted, random.nextInt(3));
                CouponIssued result = ResultJsonCodec.issued(modified);
                if (result != null) {
                    parsed++;
                    assertThat(result)
                            .as("seed %d: %s", seed, new String(modified, StandardCharsets.ISO_8859_1))
                            .isEqualTo(codec.read(CouponIssued.class, modified));
                }
            }
        }
        assertThat(parsed).as("modified coupons that are still valid").isGreaterThan(REQUESTS);
    }

    @ParameterizedTest
    @ValueSource(longs = {12, 13})
    void neverParsesARejectionDifferentlyFromTheBinding(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int parsed = 0;
        for (int i = 0; i < REQUESTS; i++) {
            RequestRejected rejected = rejected(random);
            byte[] written = codec.write(rejected);
            assertThat(ResultJsonCodec.rejected(written)).isEqualTo(rejected);
            for (int at = 0; at <= written.length; at++) {
                byte inserted = INSERTED_BYTES[random.nextInt(INSERTED_BYTES.length)];
                int removed = Math.min(random.nextInt(3), written.length - at);
                byte[] modified = modify(written, at, removed, inserted, random.nextInt(3));
                RequestRejected result = ResultJsonCodec.rejected(modified);
                if (result != null) {
                    parsed++;
                    assertThat(result)
                            .as("seed %d: %s", seed, new String(modified, StandardCharsets.ISO_8859_1))
                            .isEqualTo(codec.read(RequestRejected.class, modified));
                }
            }
        }
        assertThat(parsed).as("modified rejections that are still valid").isGreaterThan(REQUESTS);
    }

    private static RequestRejected rejected(SplittableRandom random) {
        CouponIssued template = issued(random);
        RejectReason[] reasons = RejectReason.values();
        return new RequestRejected(
                template.partition(),
                template.offset(),
                template.campaignId(),
                template.userId(),
                reasons[random.nextInt(reasons.length)],
                random.nextBoolean() ? template.couponId() : null,
                template.decidedAt());
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
    void parsesTimesLikeTheBindingOrReturnsNull(String time) {
        IssueRequested request = request(new SplittableRandom(9));
        String written = new String(codec.write(request), StandardCharsets.UTF_8);
        byte[] modified = written.replace(request.intakeTime().toString(), time).getBytes(StandardCharsets.UTF_8);

        IssueRequested parsed = IssueRequestParser.parse(key(request), modified);

        if (parsed != null) {
            assertThat(parsed).isEqualTo(bind(modified));
        }
    }

    private @Nullable IssueRequested bind(byte[] body) {
        try {
            return codec.read(IssueRequested.class, body);
        } catch (JacksonException unreadable) {
            return null;
        }
    }

    private static byte[] modify(byte[] written, int at, int removed, byte inserted, int times) {
        byte[] modified = Arrays.copyOf(written, written.length - removed + times);
        Arrays.fill(modified, at, at + times, inserted);
        System.arraycopy(written, at + removed, modified, at + times, written.length - at - removed);
        return modified;
    }

    private static byte[] key(IssueRequested request) {
        return request.campaignId().toString().getBytes(StandardCharsets.UTF_8);
    }

    private static IssueRequested request(SplittableRandom random) {
        Instant time = Instant.ofEpochSecond(random.nextLong(4_000_000_000L), nanos(random));
        List<String> segments = random.nextBoolean() ? List.of() : List.of("vip", "early-" + random.nextInt(9));
        UUID admission = uuid(random);
        String client = random.nextBoolean() ? admission.toString() : "key-" + random.nextInt();
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
