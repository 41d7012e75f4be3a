package dev.firstcome.platform.outbox;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The way to Kafka, in this service's name. Its producer never gives up what it has taken, so that of one aggregate nothing
 * later comes first; how long that takes is watched by who sends.
 */
final class EventSender implements AutoCloseable {
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(2);

    private final Producer<byte[], byte[]> producer;
    private final byte[] source;
    private final Clock clock;

    private EventSender(Producer<byte[], byte[]> producer, String service, Clock clock) {
        this.producer = producer;
        this.source = OutboxRow.utf8("/" + service);
        this.clock = clock;
    }

    /** @param settings of the service's producers */
    static EventSender of(Map<String, Object> settings, String service, Clock clock) {
        Map<String, Object> own = new HashMap<>(settings);
        own.put(ProducerConfig.CLIENT_ID_CONFIG, service + "-outbox");
        own.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        return new EventSender(
                new KafkaProducer<>(own, new ByteArraySerializer(), new ByteArraySerializer()), service, clock);
    }

    Future<RecordMetadata> send(OutboxRow row) {
        return producer.send(row.message(source));
    }

    @Override
    public void close() {
        producer.close(CLOSES_WITHIN);
    }

    /** How long ago it happened. */
    Duration age(OutboxRow row) {
        return Duration.between(row.occurredAt(), clock.instant());
    }
}
