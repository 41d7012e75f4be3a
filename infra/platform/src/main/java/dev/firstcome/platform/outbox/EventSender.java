package dev.firstcome.platform.outbox;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The way to Kafka, in this service's name. */
final class EventSender {
    private final Producer<byte[], byte[]> producer;
    private final byte[] source;
    private final Clock clock;

    EventSender(Producer<byte[], byte[]> producer, String service, Clock clock) {
        this.producer = producer;
        this.source = OutboxRow.utf8("/" + service);
        this.clock = clock;
    }

    Future<RecordMetadata> send(OutboxRow row) {
        return producer.send(row.message(source));
    }

    /** How long ago it happened. */
    Duration age(OutboxRow row) {
        return Duration.between(row.occurredAt(), clock.instant());
    }
}
