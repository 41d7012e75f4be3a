package dev.firstcome.contracts.switches;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A switch whose values are the constants of an enum.
 *
 * @param name the name in {@code platform.switches}, in the API and on the command line
 * @param byDefault the value while no setting is in force
 * @param effect the effect of the switch, in one sentence for operators
 */
public record SwitchDefinition<E extends Enum<E>>(String name, Class<E> type, E byDefault, String effect) {
    /** All values, as they are written in settings. */
    public List<String> values() {
        return Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    }

    /** Parses the value of a setting. Empty if it is not a value of this switch. */
    public Optional<E> parse(@Nullable Object text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.name().equals(text))
                .findFirst();
    }
}
