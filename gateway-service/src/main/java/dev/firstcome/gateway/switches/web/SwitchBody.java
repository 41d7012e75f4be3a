package dev.firstcome.gateway.switches.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.contracts.platform.SwitchSet;
import dev.firstcome.gateway.switches.SwitchAnswer;
import dev.firstcome.platform.switches.Switch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A switch as operators see it.
 *
 * @param by MANUAL, AUTO or DEFAULT
 * @param recorded whether the topic knows it as this gateway does
 * @param reached after a change: which processes have said that they know of it; the others hear of it from the topic
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SwitchBody(
        String name,
        Object value,
        String by,
        Object byDefault,
        List<String> values,
        String effect,
        @Nullable String reason,
        @Nullable String author,
        @Nullable Instant since,
        @Nullable Instant until,
        boolean recorded,
        @Nullable Map<String, Boolean> reached) {
    static SwitchBody of(SwitchAnswer.Done done) {
        Switch<?> known = done.known();
        SwitchSet set = done.now().by();
        return new SwitchBody(
                known.name(),
                done.now().value(),
                set == null ? "DEFAULT" : set.layer().name(),
                known.byDefault(),
                known.values(),
                known.effect(),
                set == null ? null : set.reason(),
                set == null ? null : set.author(),
                set == null ? null : set.at(),
                set == null ? null : set.until(),
                done.recorded(),
                done.reached().isEmpty() ? null : done.reached());
    }
}
