package dev.firstcome.coupon.issuing.kafka;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The combined acknowledgement of all messages of a batch. Completes when each message was acknowledged or has failed.
 * One shared callback costs less than one future per message.
 */
final class BatchAcknowledgement implements Callback {
    private final CompletableFuture<Void> completion = new CompletableFuture<>();

    /** The number of messages in flight, plus one until all were sent. */
    private final AtomicInteger pending = new AtomicInteger(1);

    private volatile @Nullable Exception failure;

    /** Must be called before each message is sent. */
    void expectMessage() {
        pending.incrementAndGet();
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failed) {
        if (failed != null) {
            failure = failed;
        }
        if (pending.decrementAndGet() == 0) {
            Exception first = failure;
            if (first == null) {
                completion.complete(null);
            } else {
                completion.completeExceptionally(first);
            }
        }
    }

    /** Must be called after the last message was sent. */
    CompletableFuture<Void> allSent() {
        onCompletion(null, null);
        return completion;
    }
}
