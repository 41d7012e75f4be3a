package dev.firstcome.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** Of one batch nothing overtakes, and nothing is handed over beside itself. */
class HandoverTests {
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final List<OutboxRow> batch = List.of(row("a"), row("b"), row("c"));
    private final List<String> sent = new ArrayList<>();
    private final List<CompletableFuture<RecordMetadata>> answers = new ArrayList<>();

    /** What the producer gives for the second row when that is handed over first. */
    private Supplier<CompletableFuture<RecordMetadata>> second = CompletableFuture::new;

    private final Handover handover = new Handover(batch, this::send);

    @Test
    void whatFailsAtOnceHoldsBackWhatIsBehindIt() {
        second = () -> CompletableFuture.failedFuture(new NotLeaderOrFollowerException("no leader"));

        assertThatThrownBy(() -> handover.acknowledged(SOON)).isInstanceOf(ExecutionException.class);

        assertThat(sent).containsExactly("a", "b");
    }

    @Test
    void whatTheProducerRefusesHoldsBackWhatIsBehindItAndAllIsHandedOverInOrderAgain() throws Exception {
        second = () -> {
            throw new KafkaException("no room");
        };
        assertThatThrownBy(() -> handover.acknowledged(SOON)).isInstanceOf(KafkaException.class);

        allArrives(() -> handover.acknowledged(AT_ONCE));

        assertThat(sent).containsExactly("a", "b", "a", "b", "c");
    }

    @Test
    void whatMayStillArriveIsNotHandedOverAgain() throws Exception {
        assertThatThrownBy(() -> handover.acknowledged(AT_ONCE)).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> handover.acknowledged(AT_ONCE)).isInstanceOf(TimeoutException.class);
        answers.forEach(answer -> answer.complete(told()));

        handover.acknowledged(AT_ONCE);

        assertThat(sent).containsExactly("a", "b", "c");
    }

    @Test
    void whatFailsLaterIsHandedOverAgainWithAllThatIsBeforeAndBehindIt() throws Exception {
        assertThatThrownBy(() -> handover.acknowledged(AT_ONCE)).isInstanceOf(TimeoutException.class);
        answers.getFirst().complete(told());
        answers.get(1).completeExceptionally(new NotLeaderOrFollowerException("moved"));
        assertThatThrownBy(() -> handover.acknowledged(SOON)).isInstanceOf(ExecutionException.class);

        allArrives(() -> handover.acknowledged(AT_ONCE));

        assertThat(sent).containsExactly("a", "b", "c", "a", "b", "c");
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private void allArrives(Attempt attempt) throws Exception {
        assertThatThrownBy(attempt::run).isInstanceOf(TimeoutException.class);
        answers.forEach(answer -> answer.complete(told()));
        attempt.run();
    }

    private Future<RecordMetadata> send(OutboxRow row) {
        sent.add(row.key());
        CompletableFuture<RecordMetadata> answer = sent.size() == 2 ? second.get() : new CompletableFuture<>();
        answers.add(answer);
        return answer;
    }

    private static RecordMetadata told() {
        return new RecordMetadata(new TopicPartition("topic", 0), 0, 0, 0, 0, 0);
    }

    private static OutboxRow row(String key) {
        return new OutboxRow(0, UUID.randomUUID(), "topic", key, "type", "{}", Instant.EPOCH, null);
    }
}
