package dev.firstcome.gateway.switches.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.contracts.switches.SwitchDefinition;
import dev.firstcome.gateway.switches.SwitchChangeResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a switch.
 *
 * @param by MANUAL, AUTO or DEFAULT
 * @param recorded whether {@code platform.switches} contains the setting
 * @param reached after a change: whether each process has confirmed it; the others consume it from the topic
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SwitchResponse(
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
    static SwitchResponse of(SwitchChangeResult.Applied applied) {
        SwitchDefinition<?> definition = applied.definition();
        SwitchChanged set = applied.setting().by();
        return new SwitchResponse(
                definition.name(),
                applied.setting().value(),
                set == null ? "DEFAULT" : set.layer().name(),
                definition.byDefault(),
                definition.values(),
                definition.effect(),
                set == null ? null : set.reason(),
                set == null ? null : set.author(),
                set == null ? null : set.at(),
                set == null ? null : set.until(),
                applied.recorded(),
                applied.reached().isEmpty() ? null : applied.reached());
    }
}
