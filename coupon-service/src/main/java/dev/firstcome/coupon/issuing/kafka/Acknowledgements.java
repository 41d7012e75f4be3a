package dev.firstcome.coupon.issuing.kafka;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Of a batch's messages: done when each was acknowledged or has failed. One for all, since a future each costs more. */
final class Acknowledgements implements Callback {
    private final CompletableFuture<Void> all = new CompletableFuture<>();

    /** One more than messages are on their way, until all were sent. */
    private final AtomicInteger open = new AtomicInteger(1);

    private volatile @Nullable Exception failure;

    /** To be called before each message is sent. */
    void one() {
        open.incrementAndGet();
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata place, @Nullable Exception failed) {
        if (failed != null) {
            failure = failed;
        }
        if (open.decrementAndGet() == 0) {
            Exception first = failure;
            if (first == null) {
                all.complete(null);
            } else {
                all.completeExceptionally(first);
            }
        }
    }

    /** Nothing more is sent. */
    CompletableFuture<Void> all() {
        onCompletion(null, null);
        return all;
    }
}
