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
 * The Kafka producer of the outbox. It never expires a record that it has accepted: otherwise a later version of an
 * aggregate could be published before an earlier one. Its callers bound how long they wait.
 */
final class EventProducer implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Producer<byte[], byte[]> producer;
    private final byte[] source;
    private final Clock clock;

    private EventProducer(Producer<byte[], byte[]> producer, String service, Clock clock) {
        this.producer = producer;
        this.source = OutboxRow.utf8("/" + service);
        this.clock = clock;
    }

    /** @param settings the settings of the service's other producers */
    static EventProducer of(Map<String, Object> settings, String service, Clock clock) {
        Map<String, Object> own = new HashMap<>(settings);
        own.put(ProducerConfig.CLIENT_ID_CONFIG, service + "-outbox");
        own.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        // A broker accepts any first sequence number. If the first batch of a partition meets a change of its leader, a
        // second batch in flight could be accepted before it, and the first would be rejected forever.
        own.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return new EventProducer(
                new KafkaProducer<>(own, new ByteArraySerializer(), new ByteArraySerializer()), service, clock);
    }

    Future<RecordMetadata> send(OutboxRow row) {
        return producer.send(row.toRecord(source));
    }

    /** The time since the event occurred. */
    Duration age(OutboxRow row) {
        return Duration.between(row.occurredAt(), clock.instant());
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
