package dev.firstcome.psp.webhook;

import java.util.ArrayDeque;
import java.util.Deque;

/** The events of one intent, in order: the next is sent when the one before has been taken. */
final class Lane {
    final String id;
    final Deque<WaitingEvent> queue = new ArrayDeque<>(2);
    /** Somebody sends from it, or will when the time has come. */
    boolean busy;

    Lane(String id) {
        this.id = id;
    }
}
