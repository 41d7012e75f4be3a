package dev.firstcome.contracts.platform;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A switch was set, in one of its two layers. Of several settings of a layer the one with the greatest version counts, in
 * whichever order they are heard; the id decides between equal versions.
 *
 * @param version one more than the greatest that its author knew
 * @param value a text, number or boolean of the switch's own type; null leaves the switch to what is below this layer
 * @param author an operator's id, or the name of the service that acted by itself
 * @param until when the value ends; null: when it is set again
 */
@EventType("platform.switch-set.v1")
public record SwitchSet(
        UUID changeId,
        String name,
        SwitchLayer layer,
        long version,
        @Nullable Object value,
        String reason,
        String author,
        Instant at,
        @Nullable Instant until) {
    /** The key of its records: the switch's name and the layer. */
    public String key() {
        return key(name, layer);
    }

    public static String key(String name, SwitchLayer layer) {
        return name + layer.suffix();
    }

    /** Whether this one counts, and not the other. */
    public boolean supersedes(SwitchSet other) {
        return version != other.version ? version > other.version : changeId.compareTo(other.changeId) > 0;
    }
}
