package dev.firstcome.contracts.platform;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of the two layers of a switch was set. The setting with the greatest version of a layer wins, whatever the order
 * of arrival; the change id decides between equal versions.
 *
 * @param version one more than the greatest version that the author knew
 * @param value a string, number or boolean of the switch's type; null clears this layer
 * @param author an operator's id, or the name of the service for an automatic change
 * @param until the end of the setting; null if it has none
 */
@EventType("platform.switch-changed.v1")
public record SwitchChanged(
        UUID changeId,
        String name,
        SwitchLayer layer,
        long version,
        @Nullable Object value,
        String reason,
        String author,
        Instant at,
        @Nullable Instant until) {
    /** Returns the record key: the name of the switch and the layer. */
    public String key() {
        return key(name, layer);
    }

    public static String key(String name, SwitchLayer layer) {
        return name + layer.suffix();
    }

    /** Returns whether this setting wins over the other setting of the same layer. */
    public boolean supersedes(SwitchChanged other) {
        return version != other.version ? version > other.version : changeId.compareTo(other.changeId) > 0;
    }
}
