package dev.firstcome.platform.publisher;

import dev.firstcome.platform.deadlines.RequestDeadline;
import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Publishes the records of the platform itself: switches, audit entries and alerts. It has a separate producer with a small
 * buffer and short time-outs, so these records do not wait behind other records, and a failure is known soon. Delivery is
 * at least once for a caller that retries a failure. Thread-safe.
 */
public final class PlatformPublisher implements DisposableBean {
    /** The delivery time-out. After it a record without acknowledgement has failed, or its result is unknown. */
    public static final int DELIVERY_TIMEOUT_MILLIS = 1_500;

    private static final Map<String, Object> SETTINGS = Map.of(
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            DELIVERY_TIMEOUT_MILLIS,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            DELIVERY_TIMEOUT_MILLIS,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            500,
            ProducerConfig.LINGER_MS_CONFIG,
            0,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            1 << 20,
            ProducerConfig.BATCH_SIZE_CONFIG,
            16 << 10);

    private final ProducerFactory<byte[], byte[]> producers;
    private final EventCodec codec;
    private final String source;
    private final Clock clock;

    /** @param service the service that is the source of the records */
    public PlatformPublisher(ProducerFactory<byte[], byte[]> producers, EventCodec codec, String service, Clock clock) {
        this.producers = producers.copyWithConfigurationOverride(SETTINGS);
        this.codec = codec;
        this.source = "/" + service;
        this.clock = clock;
    }

    /** Serializes the event and publishes it, as {@link #send(String, String, UUID, Object, byte[])}. */
    public CompletableFuture<Void> send(String topic, String key, UUID id, Object event) {
        return send(topic, key, id, event, codec.write(event));
    }

    /**
     * Publishes an event. The result completes after Kafka's acknowledgement. It completes exceptionally after about two
     * seconds without one; the record may exist nevertheless. Blocks for at most 500 ms while no broker is known.
     *
     * @param body the serialized event
     * @throws dev.firstcome.platform.deadlines.DeadlineExceededException if the deadline of this thread's request has passed
     */
    public CompletableFuture<Void> send(String topic, String key, UUID id, Object event, byte[] body) {
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), body);
        codec.describe(message.headers(), event, id.toString(), source, clock.instant());
        CompletableFuture<Void> done = new CompletableFuture<>();
        RequestDeadline.requireTime();
        try (Producer<byte[], byte[]> producer = producers.createProducer()) { // shared: close() returns it
            producer.send(message, (metadata, failure) -> {
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        } catch (KafkaException rejected) {
            done.completeExceptionally(rejected);
        }
        return done;
    }

    @Override
    public void destroy() {
        producers.reset();
    }
}
