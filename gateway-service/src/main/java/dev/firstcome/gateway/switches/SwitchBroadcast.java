package dev.firstcome.gateway.switches;

import dev.firstcome.contracts.platform.SwitchChanged;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Sends switch settings directly to the other processes of the system. */
public interface SwitchBroadcast {
    /** Returns the process names; they do not change during the life of this process. */
    Set<String> processNames();

    /**
     * Sends the settings to the named processes concurrently. Completes within about one second and never
     * exceptionally.
     *
     * @return for each name the settings in force at that process, or empty without a response
     */
    CompletableFuture<Map<String, Optional<List<SwitchChanged>>>> broadcast(
            Collection<String> names, List<SwitchChanged> sets);
}
