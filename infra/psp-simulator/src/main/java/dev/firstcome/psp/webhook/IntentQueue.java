package dev.firstcome.psp.webhook;

import java.util.ArrayDeque;
import java.util.Deque;

/** The events of one intent, in order. An event is sent after the previous one was acknowledged. */
final class IntentQueue {
    final String intentId;
    final Deque<PendingEvent> events = new ArrayDeque<>(2);
    /** A worker is sending the first event, or its delivery is scheduled. */
    boolean busy;

    IntentQueue(String intentId) {
        this.intentId = intentId;
    }
}
