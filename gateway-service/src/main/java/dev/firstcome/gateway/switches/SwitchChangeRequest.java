package dev.firstcome.gateway.switches;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator's request to change a switch.
 *
 * @param value a value of the switch, or {@link SwitchAdministration#AUTO}
 * @param until the expiry of the setting; null: no expiry
 */
public record SwitchChangeRequest(
        String name,
        @Nullable Object value,
        @Nullable Instant until,
        String reason,
        String author,
        @Nullable String requestId) {}
