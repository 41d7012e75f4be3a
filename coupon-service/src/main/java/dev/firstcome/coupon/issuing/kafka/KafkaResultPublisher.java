package dev.firstcome.coupon.issuing.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.partitionstate.DeferredRequest;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.result.ResultMapper;
import dev.firstcome.coupon.result.ResultPublisher;
import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.stereotype.Component;

/**
 * Publishes results and progress through two dedicated producers. Results do not delay the intake; if their buffer is
 * full, sending blocks the issuer, which is the back-pressure. Progress is sent from the callback thread of the result
 * producer, which must never block on the buffer that it drains.
 */
@Component
class KafkaResultPublisher implements ResultPublisher, DisposableBean {
    static final String SOURCE = "/coupon-service/issuer";
    private static final String DEAD_LETTERS = Topics.COUPON_REQUESTS + Topics.DEAD_LETTER_SUFFIX;

    private final ProducerFactory<byte[], byte[]> results;
    private final ProducerFactory<byte[], byte[]> progress;
    private final EventCodec codec;
    private final Clock clock;

    KafkaResultPublisher(ProducerFactory<byte[], byte[]> producers, EventCodec codec, Clock clock) {
        this.results = producer(producers, "coupon-results", 5, 128 * 1024, 48L * 1024 * 1024);
        this.progress = producer(producers, "coupon-progress", 0, 16 * 1024, 4L * 1024 * 1024);
        this.codec = codec;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Void> publishResults(int partition, List<LogEntry> entries, List<Outcome> outcomes) {
        ResultMessages messages = new ResultMessages(codec);
        return sendBatch((producer, acknowledgement) -> {
            for (int i = 0; i < entries.size(); i++) {
                LogEntry entry = entries.get(i);
                CouponResult result = ResultMapper.of(partition, entry, outcomes.get(i));
                if (result != null) {
                    send(producer, result(result, entry, messages), acknowledgement);
                } else if (entry.unreadable() != null) {
                    send(producer, deadLetter(partition, entry.offset(), entry.unreadable()), acknowledgement);
                }
            }
        });
    }

    @Override
    public CompletableFuture<Void> publishDeferredResults(
            int partition, LogEntry by, List<DeferredRequest> requests, List<Outcome> outcomes) {
        ResultMessages messages = new ResultMessages(codec);
        return sendBatch((producer, acknowledgement) -> {
            for (int i = 0; i < requests.size(); i++) {
                CouponResult result = ResultMapper.of(partition, by, requests.get(i), outcomes.get(i));
                send(producer, messages.of(result), acknowledgement);
            }
        });
    }

    /** Sends a batch of messages. The acknowledgement fails if the producer rejects one of them. */
    private CompletableFuture<Void> sendBatch(BiConsumer<Producer<byte[], byte[]>, BatchAcknowledgement> sender) {
        BatchAcknowledgement acknowledgement = new BatchAcknowledgement();
        try {
            sender.accept(results.createProducer(), acknowledgement);
        } catch (KafkaException failure) {
            acknowledgement.expectMessage();
            acknowledgement.onCompletion(null, failure);
        }
        return acknowledgement.allSent();
    }

    private static ProducerRecord<byte[], byte[]> result(CouponResult result, LogEntry entry, ResultMessages messages) {
        ProducerRecord<byte[], byte[]> message = messages.of(result);
        if (entry.traceParent() != null) {
            message.headers().add(EventCodec.TRACE_PARENT, entry.traceParent());
        }
        return message;
    }

    private static ProducerRecord<byte[], byte[]> deadLetter(int partition, long offset, LogEntry.Unreadable bytes) {
        var message = new ProducerRecord<>(DEAD_LETTERS, partition, bytes.key(), bytes.value());
        message.headers()
                .add("dlt-reason", utf8("INVALID"))
                .add("dlt-origin-topic", utf8(Topics.COUPON_REQUESTS))
                .add("dlt-origin-partition", utf8(Integer.toString(partition)))
                .add("dlt-origin-offset", utf8(Long.toString(offset)));
        if (bytes.type() != null) {
            message.headers().add(EventCodec.TYPE, bytes.type());
        }
        return message;
    }

    @Override
    public CompletableFuture<Void> publishProgress(IssueProgress position) {
        var message = new ProducerRecord<>(
                Topics.COUPON_PROGRESS, 0, utf8(Integer.toString(position.partition())), codec.write(position));
        String id = "%d-%d-%d-%d"
                .formatted(position.partition(), position.epoch(), position.published(), position.lowWatermark());
        codec.describe(message.headers(), position, id, SOURCE, clock.instant());
        BatchAcknowledgement acknowledgement = new BatchAcknowledgement();
        send(progress.createProducer(), message, acknowledgement);
        return acknowledgement.allSent();
    }

    private static void send(
            Producer<byte[], byte[]> producer,
            ProducerRecord<byte[], byte[]> message,
            BatchAcknowledgement acknowledgement) {
        acknowledgement.expectMessage();
        producer.send(message, acknowledgement);
    }

    private static ProducerFactory<byte[], byte[]> producer(
            ProducerFactory<byte[], byte[]> producers,
            String name,
            int lingerMillis,
            int batchBytes,
            long bufferBytes) {
        return producers.copyWithConfigurationOverride(Map.of(
                ProducerConfig.LINGER_MS_CONFIG, lingerMillis,
                ProducerConfig.BATCH_SIZE_CONFIG, batchBytes,
                ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes,
                ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
                ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000,
                ProducerConfig.CLIENT_ID_CONFIG, name));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void destroy() {
        results.reset();
        progress.reset();
    }
}
