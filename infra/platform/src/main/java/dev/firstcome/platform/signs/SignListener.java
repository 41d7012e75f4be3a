package dev.firstcome.platform.signs;

import dev.firstcome.contracts.platform.AlertRaised;

/** Hears of each sign of this process when it is raised. */
@FunctionalInterface
public interface SignListener {
    /** Called by the thread that looks at all signs: it must return at once, and not throw. */
    void raised(AlertRaised sign);
}
