package dev.firstcome.coupon.log.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.coupon.log.LogPosition;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.platform.deadlines.RequestDeadline;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.startup.StartupTasks;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;
import org.springframework.stereotype.Component;

/** Appends to the request topic. A record is acknowledged once all in-sync replicas have it. */
@Component
class KafkaRequestLog implements RequestLog {
    private static final String SOURCE = "/coupon-service";

    /** Longer than the delivery timeout of the producer, which therefore expires first. */
    private static final Duration ACKNOWLEDGEMENT_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaTemplate<byte[], byte[]> kafka;
    private final EventCodec codec;
    private final Clock clock;
    private final KafkaAdmin admin;
    private volatile @Nullable String topicId;

    KafkaRequestLog(
            KafkaTemplate<byte[], byte[]> kafka,
            EventCodec codec,
            Clock clock,
            KafkaAdmin admin,
            StartupTasks startup) {
        this.kafka = kafka;
        this.codec = codec;
        this.clock = clock;
        this.admin = admin;
        startup.runUntilSuccessful("coupon log", this::connect);
    }

    /** Connects at startup, so that the first request does not wait for the connection. */
    private void connect() {
        topicId();
        kafka.partitionsFor(Topics.COUPON_REQUESTS);
    }

    @Override
    public List<LogPosition> append(int partition, List<? extends CouponRecord> records) {
        RequestDeadline.requireTime(); // the append is the first effect of a request or a command
        long end = System.nanoTime() + ACKNOWLEDGEMENT_TIMEOUT.toNanos();
        try {
            List<CompletableFuture<SendResult<byte[], byte[]>>> sent = new ArrayList<>(records.size());
            for (CouponRecord record : records) {
                sent.add(kafka.send(message(partition, record)));
            }
            List<LogPosition> positions = new ArrayList<>(records.size());
            for (CompletableFuture<SendResult<byte[], byte[]>> result : sent) {
                RecordMetadata metadata = result.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS)
                        .getRecordMetadata();
                positions.add(new LogPosition(metadata.partition(), metadata.offset()));
            }
            return positions;
        } catch (ExecutionException | TimeoutException | KafkaException failure) {
            throw new LogUnavailableException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException(interrupted);
        }
    }

    private ProducerRecord<byte[], byte[]> message(int partition, CouponRecord record) {
        byte[] key = record.campaignId().toString().getBytes(StandardCharsets.UTF_8);
        var message = new ProducerRecord<>(Topics.COUPON_REQUESTS, partition, key, codec.write(record));
        codec.describe(message.headers(), record, UUID.randomUUID().toString(), SOURCE, clock.instant());
        return message;
    }

    @Override
    public int partitions() {
        return Topics.PARTITIONS;
    }

    @Override
    public String topicId() {
        String known = topicId;
        if (known == null) {
            TopicDescription topic =
                    admin.describeTopics(Topics.COUPON_REQUESTS).get(Topics.COUPON_REQUESTS);
            if (topic == null) {
                throw new KafkaException("there is no topic " + Topics.COUPON_REQUESTS);
            }
            known = topic.topicId().toString();
            topicId = known;
        }
        return known;
    }
}
