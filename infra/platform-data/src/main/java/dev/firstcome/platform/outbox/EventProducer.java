package dev.firstcome.platform.outbox;

import dev.firstcome.platform.outbox.OutboxTable.OutboxRow;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
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

    /**
     * Delivers one batch to Kafka, in as many attempts as it takes. A record that the producer has accepted is not sent
     * twice while it may still be acknowledged. After a failure all records are sent once more in their order, because no
     * record may precede one before it. Not thread-safe.
     */
    static final class BatchDelivery {
        private final List<OutboxRow> batch;
        private final Function<OutboxRow, Future<RecordMetadata>> producer;
        private final List<Future<RecordMetadata>> sent;

        BatchDelivery(List<OutboxRow> batch, Function<OutboxRow, Future<RecordMetadata>> producer) {
            this.batch = batch;
            this.producer = producer;
            this.sent = new ArrayList<>(batch.size());
        }

        /**
         * Sends the records that are not sent yet and waits for all acknowledgements.
         *
         * @throws ExecutionException if Kafka rejected a record
         * @throws KafkaException if the producer rejected a record
         * @throws TimeoutException if an acknowledgement is missing after the time-out; it may still arrive
         */
        void attempt(Duration timeout) throws InterruptedException, ExecutionException, TimeoutException {
            try {
                sendRemaining();
                long end = System.nanoTime() + timeout.toNanos();
                for (Future<RecordMetadata> one : sent) {
                    one.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                }
            } catch (ExecutionException | KafkaException failed) {
                sent.clear();
                throw failed;
            }
        }

        /** Without a partition leader or buffer space the producer does not throw: it returns a future that has failed. */
        private void sendRemaining() throws InterruptedException, ExecutionException {
            for (OutboxRow row : batch.subList(sent.size(), batch.size())) {
                Future<RecordMetadata> one = producer.apply(row);
                if (one.isDone()) {
                    one.get();
                }
                sent.add(one);
            }
        }
    }
}
