package dev.firstcome.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.platform.outbox.EventProducer.BatchDelivery;
import dev.firstcome.platform.outbox.OutboxTable.OutboxRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.junit.jupiter.api.Test;

/** No record of a batch overtakes an earlier one, and none is sent twice while it may be acknowledged. */
class BatchDeliveryTests {
    private static final Duration NO_WAIT = Duration.ZERO;
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final List<OutboxRow> batch = List.of(row("a"), row("b"), row("c"));
    private final List<String> sent = new ArrayList<>();
    private final List<CompletableFuture<RecordMetadata>> results = new ArrayList<>();

    /** The producer's result for the first send of the second row. */
    private Supplier<CompletableFuture<RecordMetadata>> second = CompletableFuture::new;

    private final BatchDelivery delivery = new BatchDelivery(batch, this::send);

    @Test
    void anImmediateFailureStopsTheAttempt() {
        second = () -> CompletableFuture.failedFuture(new NotLeaderOrFollowerException("no leader"));

        assertThatThrownBy(() -> delivery.attempt(BOUND)).isInstanceOf(ExecutionException.class);

        assertThat(sent).containsExactly("a", "b");
    }

    @Test
    void aRejectionByTheProducerStopsTheAttemptAndTheRetrySendsAllRecordsInOrder() throws Exception {
        second = () -> {
            throw new KafkaException("no room");
        };
        assertThatThrownBy(() -> delivery.attempt(BOUND)).isInstanceOf(KafkaException.class);

        succeedsAfterAcknowledgement(() -> delivery.attempt(NO_WAIT));

        assertThat(sent).containsExactly("a", "b", "a", "b", "c");
    }

    @Test
    void aRecordThatMayBeAcknowledgedIsNotSentTwice() throws Exception {
        assertThatThrownBy(() -> delivery.attempt(NO_WAIT)).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> delivery.attempt(NO_WAIT)).isInstanceOf(TimeoutException.class);
        results.forEach(result -> result.complete(acknowledged()));

        delivery.attempt(NO_WAIT);

        assertThat(sent).containsExactly("a", "b", "c");
    }

    @Test
    void aLaterFailureSendsTheWholeBatchOnceMore() throws Exception {
        assertThatThrownBy(() -> delivery.attempt(NO_WAIT)).isInstanceOf(TimeoutException.class);
        results.getFirst().complete(acknowledged());
        results.get(1).completeExceptionally(new NotLeaderOrFollowerException("moved"));
        assertThatThrownBy(() -> delivery.attempt(BOUND)).isInstanceOf(ExecutionException.class);

        succeedsAfterAcknowledgement(() -> delivery.attempt(NO_WAIT));

        assertThat(sent).containsExactly("a", "b", "c", "a", "b", "c");
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private void succeedsAfterAcknowledgement(Attempt attempt) throws Exception {
        assertThatThrownBy(attempt::run).isInstanceOf(TimeoutException.class);
        results.forEach(result -> result.complete(acknowledged()));
        attempt.run();
    }

    private Future<RecordMetadata> send(OutboxRow row) {
        sent.add(row.key());
        CompletableFuture<RecordMetadata> result = sent.size() == 2 ? second.get() : new CompletableFuture<>();
        results.add(result);
        return result;
    }

    private static RecordMetadata acknowledged() {
        return new RecordMetadata(new TopicPartition("topic", 0), 0, 0, 0, 0, 0);
    }

    private static OutboxRow row(String key) {
        return new OutboxRow(0, UUID.randomUUID(), "topic", key, "type", "{}", Instant.EPOCH, null);
    }
}
