package dev.firstcome.platform.inbox;

import org.jspecify.annotations.Nullable;

/** An event that can never be taken: it goes to the dead letters with this reason. */
final class UnusableEvent extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableEvent(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
