package dev.firstcome.coupon.issuing.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import dev.firstcome.coupon.log.ResultJsonCodec;
import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the hand-written JSON of results with the output of the event codec. */
class ResultMessagesTests {
    private static final int RESULTS = 2_000;

    private final EventCodec codec = new EventCodec();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void writesEveryByteAsTheCodecDoes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ResultMessages messages = new ResultMessages(codec);
        for (int i = 0; i < RESULTS; i++) {
            CouponResult result = random.nextBoolean() ? issued(random) : rejected(random);

            ProducerRecord<byte[], byte[]> message = messages.of(result);

            RecordHeaders headers = new RecordHeaders();
            String id = result.partition() + "-" + result.offset();
            codec.describe(headers, result, id, "/coupon-service/issuer", result.decidedAt());
            assertThat(message.value())
                    .as("seed %d: %s", seed, result)
                    .asString()
                    .isEqualTo(text(codec.write(result)));
            assertThat(message.key()).asString().isEqualTo(result.userId().toString());
            assertThat(message.headers()).isEqualTo(headers);
            assertThat(ResultJsonCodec.issued(message.value()))
                    .isEqualTo(result instanceof CouponIssued issued && isParsable(issued) ? issued : null);
        }
    }

    /** The parser supports numbers of up to 18 digits. */
    private static boolean isParsable(CouponIssued issued) {
        return Math.max(issued.offset(), issued.sequence()) < 1_000_000_000_000_000_000L;
    }

    private static CouponIssued issued(SplittableRandom random) {
        return new CouponIssued(
                random.nextInt(12),
                number(random),
                uuid(random),
                uuid(random),
                uuid(random),
                number(random),
                1 + random.nextInt(100),
                time(random));
    }

    private static RequestRejected rejected(SplittableRandom random) {
        RejectReason[] reasons = RejectReason.values();
        return new RequestRejected(
                random.nextInt(12),
                number(random),
                uuid(random),
                uuid(random),
                reasons[random.nextInt(reasons.length)],
                random.nextBoolean() ? null : uuid(random),
                time(random));
    }

    /** Returns numbers of any length, including zero and the maximum. */
    private static long number(SplittableRandom random) {
        return random.nextLong() >>> 1 + random.nextInt(63);
    }

    /** Returns few distinct times, so that the cached text is used, some of them without milliseconds. */
    private static Instant time(SplittableRandom random) {
        return Instant.ofEpochMilli(1_700_000_000_000L + 500L * random.nextInt(4));
    }

    private static UUID uuid(SplittableRandom random) {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
