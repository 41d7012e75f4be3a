package dev.firstcome.gateway.switches;

import dev.firstcome.contracts.platform.SwitchSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The other processes of the shop, which can be told of a switch directly. */
public interface Processes {
    /** Their names, fixed for the life of this process. */
    Set<String> names();

    /**
     * Tells those of these names, all at once; completes within a second or so and never exceptionally.
     *
     * @return for each name the settings that count there now, or nothing if it did not answer
     */
    CompletableFuture<Map<String, Optional<List<SwitchSet>>>> tell(Collection<String> names, List<SwitchSet> sets);
}
