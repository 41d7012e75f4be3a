package dev.firstcome.coupon;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.CouponTakenBack;
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

/** Writes into the topic of results, in large batches, so that neighbours are consumed together. */
final class ResultsWriter implements AutoCloseable {
    /** No partition of the log has it, so these coupons come from places of their own. */
    private static final int NOWHERE = 1_000;

    private final EventCodec codec = new EventCodec();
    private final KafkaProducer<byte[], byte[]> kafka =
            new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer());
    private final long base = ThreadLocalRandom.current().nextLong(1L << 40);
    private int made;

    private static Map<String, Object> settings() {
        Map<String, Object> settings =
                new HashMap<>(SharedInfrastructure.get().kafka().settings("coupon-service"));
        settings.put("linger.ms", 200);
        return settings;
    }

    CouponIssued coupon(String campaign, UUID user) {
        made++;
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        return new CouponIssued(
                NOWHERE, base + made, UUID.fromString(campaign), user, UUID.randomUUID(), base + made, 1, now);
    }

    void issued(CouponIssued coupon) {
        send(coupon);
    }

    void takenBack(CouponIssued coupon) {
        send(new CouponTakenBack(
                NOWHERE,
                base + ++made,
                coupon.campaignId(),
                coupon.userId(),
                coupon.couponId(),
                null,
                coupon.decidedAt()));
    }

    /** Where the users of another shard have their results: no wallet takes it. */
    void misplaced(CouponIssued coupon) {
        int right = ResultPartitions.of(coupon.userId());
        send(coupon, (right + Topics.PARTITIONS / 2) % Topics.PARTITIONS);
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
