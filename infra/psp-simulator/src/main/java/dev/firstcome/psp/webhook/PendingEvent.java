package dev.firstcome.psp.webhook;

import dev.firstcome.psp.card.CardFault;
import dev.firstcome.psp.card.TestCard;
import dev.firstcome.psp.ledger.Event;
import dev.firstcome.psp.ledger.Intent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** An undelivered event. Guarded by the lock of {@link WebhookDispatcher}. */
final class PendingEvent {
    static final Duration LATE_DELAY = Duration.ofSeconds(3);
    static final int DUPLICATE_COUNT = 3;

    final Event event;
    final CompletableFuture<Void> firstAttempt = new CompletableFuture<>();
    int remainingCopies;
    int failures;
    boolean released;
    /** Due time in {@link System#nanoTime}. */
    long due;

    PendingEvent(Event event) {
        this.event = event;
        this.remainingCopies = fault() == CardFault.WEBHOOK_DUPLICATE ? DUPLICATE_COUNT : 1;
    }

    void release() {
        released = true;
        due = System.nanoTime() + (fault() == CardFault.WEBHOOK_LATE ? LATE_DELAY.toNanos() : 0);
    }

    private CardFault fault() {
        Intent intent = event.intent();
        return intent == null
                ? CardFault.NONE
                : TestCard.ofValidated(intent.method()).fault();
    }
}
