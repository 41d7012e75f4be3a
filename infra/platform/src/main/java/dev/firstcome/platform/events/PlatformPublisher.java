package dev.firstcome.platform.events;

import dev.firstcome.platform.deadlines.RequestDeadline;
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
 * Appends what a process tells of the platform itself: switches, audit, signs. It has a producer of its own, small and
 * quick to say that Kafka takes nothing now, so that none of it waits behind a rush of other records.
 */
public final class PlatformPublisher implements DisposableBean {
    /** After this time what was not acknowledged is known to have failed, or not known at all. */
    public static final int BOUND_MILLIS = 1_500;

    private static final Map<String, Object> SETTINGS = Map.of(
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            BOUND_MILLIS,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            BOUND_MILLIS,
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

    /** @param service in whose name it is told */
    public PlatformPublisher(ProducerFactory<byte[], byte[]> producers, EventCodec codec, String service, Clock clock) {
        this.producers = producers.copyWithConfigurationOverride(SETTINGS);
        this.codec = codec;
        this.source = "/" + service;
        this.clock = clock;
    }

    /** The same as {@link #send(String, String, UUID, Object, byte[])} of an event that is written now. */
    public CompletableFuture<Void> send(String topic, String key, UUID id, Object event) {
        return send(topic, key, id, event, codec.write(event));
    }

    /**
     * Completes when Kafka has acknowledged, and exceptionally when it has not within some two seconds; then the record may
     * be there nevertheless. The caller's thread waits half a second at most, while no broker is known.
     *
     * @param body the event as it is to stand in the topic
     */
    public CompletableFuture<Void> send(String topic, String key, UUID id, Object event, byte[] body) {
        ProducerRecord<byte[], byte[]> told = new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), body);
        codec.describe(told.headers(), event, id.toString(), source, clock.instant());
        CompletableFuture<Void> done = new CompletableFuture<>();
        RequestDeadline.requireTime();
        try (Producer<byte[], byte[]> producer = producers.createProducer()) { // shared: closing gives it back
            producer.send(told, (metadata, failure) -> {
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        } catch (KafkaException refused) {
            done.completeExceptionally(refused);
        }
        return done;
    }

    @Override
    public void destroy() {
        producers.reset();
    }
}
