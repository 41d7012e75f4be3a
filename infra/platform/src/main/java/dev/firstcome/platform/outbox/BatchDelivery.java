package dev.firstcome.platform.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Delivers one batch to Kafka, in as many attempts as it takes. A record that the producer has accepted is not sent
 * twice while it may still be acknowledged. After a failure all records are sent once more in their order, because no
 * record may precede one before it. Not thread-safe.
 */
final class BatchDelivery {
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
