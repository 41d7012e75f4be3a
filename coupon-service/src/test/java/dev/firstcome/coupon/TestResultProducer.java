package dev.firstcome.coupon;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.CouponRevocationApplied;
import dev.firstcome.coupon.log.ResultPartitions;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Produces records to the result topic, in large batches, so that adjacent records are consumed together. */
final class TestResultProducer implements AutoCloseable {
    /** A nonexistent partition of the log, so that the positions of these results are unique. */
    private static final int UNUSED_PARTITION = 1_000;

    private final EventCodec codec = new EventCodec();
    private final KafkaProducer<byte[], byte[]> kafka =
            new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer());
    private final long base = ThreadLocalRandom.current().nextLong(1L << 40);
    private int created;

    private static Map<String, Object> settings() {
        Map<String, Object> settings =
                new HashMap<>(SharedInfrastructure.get().kafka().settings("coupon-service"));
        settings.put("linger.ms", 200);
        return settings;
    }

    CouponIssued coupon(String campaign, UUID user) {
        created++;
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        return new CouponIssued(
                UNUSED_PARTITION,
                base + created,
                UUID.fromString(campaign),
                user,
                UUID.randomUUID(),
                base + created,
                1,
                now);
    }

    void issued(CouponIssued coupon) {
        send(coupon);
    }

    void revoked(CouponIssued coupon) {
        send(new CouponRevocationApplied(
                UNUSED_PARTITION,
                base + ++created,
                coupon.campaignId(),
                coupon.userId(),
                coupon.couponId(),
                null,
                coupon.decidedAt()));
    }

    /** Sends a coupon to a partition of another shard, where no wallet processes it. */
    void misplaced(CouponIssued coupon) {
        int correctPartition = ResultPartitions.of(coupon.userId());
        send(coupon, (correctPartition + Topics.PARTITIONS / 2) % Topics.PARTITIONS);
    }

    void send(CouponResult result) {
        send(result, ResultPartitions.of(result.userId()));
    }

    private void send(CouponResult result, int partition) {
        byte[] key = utf8(result.userId().toString());
        var message = new ProducerRecord<>(Topics.COUPON_RESULTS, partition, key, codec.write(result));
        codec.describe(message.headers(), result, "1000-" + result.offset(), "/test", result.decidedAt());
        kafka.send(message);
    }

    void unreadable(int partition, String body) {
        var message = new ProducerRecord<>(Topics.COUPON_RESULTS, partition, new byte[] {1}, utf8(body));
        message.headers().add(EventCodec.TYPE, utf8(EventCodec.typeOf(CouponIssued.class)));
        kafka.send(message);
    }

    @Override
    public void close() {
        kafka.flush();
        kafka.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
