package dev.firstcome.platform.switches;

import dev.firstcome.contracts.platform.SwitchChanged;
import org.jspecify.annotations.Nullable;

/**
 * What a switch is now, and by whose word.
 *
 * @param by the record that set it; null: nobody, it is as it is by default
 */
public record Setting<T>(T value, @Nullable SwitchChanged by) {}
