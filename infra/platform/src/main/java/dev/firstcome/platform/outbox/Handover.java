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
 * One batch on its way to Kafka, asked for until all of it is acknowledged. What was handed to the producer is not handed to
 * it again while it may still arrive; once a row has failed, all are handed over once more, in their order, since nothing
 * behind it may come before it.
 */
final class Handover {
    private final List<OutboxRow> batch;
    private final Function<OutboxRow, Future<RecordMetadata>> producer;
    private final List<Future<RecordMetadata>> handed;

    Handover(List<OutboxRow> batch, Function<OutboxRow, Future<RecordMetadata>> producer) {
        this.batch = batch;
        this.producer = producer;
        this.handed = new ArrayList<>(batch.size());
    }

    /**
     * Hands over what was not and waits for every acknowledgement.
     *
     * @throws ExecutionException if Kafka refused one
     * @throws KafkaException if the producer did
     * @throws TimeoutException if not all are acknowledged within that time, and may still be
     */
    void acknowledged(Duration within) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            handOver();
            long end = System.nanoTime() + within.toNanos();
            for (Future<RecordMetadata> one : handed) {
                one.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (ExecutionException | KafkaException failed) {
            handed.clear();
            throw failed;
        }
    }

    /** The producer does not throw where it finds no leader or no room, but gives what has failed already. */
    private void handOver() throws InterruptedException, ExecutionException {
        for (OutboxRow row : batch.subList(handed.size(), batch.size())) {
            Future<RecordMetadata> one = producer.apply(row);
            if (one.isDone()) {
                one.get();
            }
            handed.add(one);
        }
    }
}
