package dev.firstcome.platform.switches;

import dev.firstcome.contracts.platform.SwitchChanged;
import org.jspecify.annotations.Nullable;

/**
 * The value of a switch that is in force.
 *
 * @param by the record that set it; null for the default
 */
public record Setting<E>(E value, @Nullable SwitchChanged by) {}
