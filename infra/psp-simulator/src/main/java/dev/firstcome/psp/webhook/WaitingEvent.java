package dev.firstcome.psp.webhook;

import dev.firstcome.psp.card.Card;
import dev.firstcome.psp.card.CardFault;
import dev.firstcome.psp.ledger.Event;
import dev.firstcome.psp.ledger.Intent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** An event on its way. It changes under the lock of {@link Webhooks} only. */
final class WaitingEvent {
    static final Duration LATE = Duration.ofSeconds(3);
    static final int COPIES = 3;

    final Event event;
    final CompletableFuture<Void> firstTry = new CompletableFuture<>();
    int copiesLeft;
    int failures;
    boolean released;
    /** Of {@link System#nanoTime}. */
    long due;

    WaitingEvent(Event event) {
        this.event = event;
        this.copiesLeft = fault() == CardFault.WEBHOOK_DUPLICATE ? COPIES : 1;
    }

    void release() {
        released = true;
        due = System.nanoTime() + (fault() == CardFault.WEBHOOK_LATE ? LATE.toNanos() : 0);
    }

    private CardFault fault() {
        Intent intent = event.intent();
        return intent == null ? CardFault.NONE : Card.known(intent.method()).fault();
    }
}
