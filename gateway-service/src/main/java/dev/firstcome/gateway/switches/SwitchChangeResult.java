package dev.firstcome.gateway.switches;

import dev.firstcome.contracts.switches.SwitchDefinition;
import dev.firstcome.platform.switches.Setting;
import java.util.List;
import java.util.Map;

/** The result of a switch change request. */
public sealed interface SwitchChangeResult {
    /**
     * The setting is in force.
     *
     * @param recorded whether {@code platform.switches} contains it; otherwise it is published as soon as Kafka is
     * available
     * @param reached whether each process has confirmed the setting
     */
    record Applied(SwitchDefinition<?> definition, Setting<?> setting, boolean recorded, Map<String, Boolean> reached)
            implements SwitchChangeResult {}

    /** The switch does not exist; contains the existing names. */
    record UnknownSwitch(List<String> names) implements SwitchChangeResult {}

    /** The value is invalid; contains the valid values. */
    record InvalidValue(List<String> values) implements SwitchChangeResult {}

    /** The expiry is in the past. */
    record ExpiryInPast() implements SwitchChangeResult {}

    /** The backlog of unpublished audit entries is full, so changes are rejected. */
    record AuditTrailFull() implements SwitchChangeResult {}
}
