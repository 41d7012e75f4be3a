package dev.firstcome.gateway.switches;

import dev.firstcome.platform.switches.Setting;
import dev.firstcome.platform.switches.Switch;
import java.util.List;
import java.util.Map;

/** What became of an operator's call about a switch. */
public sealed interface SwitchAnswer {
    /**
     * It is set.
     *
     * @param recorded whether it is in the topic; if not, it will be as soon as Kafka takes writes
     * @param reached which processes said that they know of it
     */
    record Done(Switch<?> known, Setting<?> now, boolean recorded, Map<String, Boolean> reached)
            implements SwitchAnswer {}

    /** There is no such switch; these there are. */
    record Unknown(List<String> names) implements SwitchAnswer {}

    /** The switch cannot be that; these it can be. */
    record NoSuchValue(List<String> values) implements SwitchAnswer {}

    /** Its end would have been before it began. */
    record Over() implements SwitchAnswer {}

    /** So many entries of the audit trail wait for Kafka that nothing may be changed now. */
    record TrailFull() implements SwitchAnswer {}
}
