package dev.firstcome.platform.alerts;

import dev.firstcome.contracts.platform.AlertRaised;

/** Receives each alert of this process when it is raised. Every bean of this type is registered. */
@FunctionalInterface
public interface AlertListener {
    /** Runs on the evaluation thread: it must return at once and must not throw. */
    void onRaised(AlertRaised alert);
}
