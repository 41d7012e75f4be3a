package dev.firstcome.platform.switches;

import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.contracts.platform.SwitchLayer;
import dev.firstcome.contracts.switches.SwitchDefinition;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The switch settings that this process knows, in memory. Reading a switch performs no I/O. Settings arrive from the topic
 * and, when an operator changes one, from the gateway directly. They may arrive in any order and repeatedly; the result is
 * the same. Thread-safe.
 *
 * <p>An operator's setting has precedence over an alert's setting, and both over the default. A setting that has expired by
 * this process's clock is ignored, also before the record of its end arrives.
 */
public final class Switches {
    private final Clock clock;
    private final List<SwitchDefinition<?>> definitions;
    private final Map<String, SwitchChanged> known = new ConcurrentHashMap<>();
    private final Map<String, SwitchChanged> recorded = new ConcurrentHashMap<>();

    /**
     * @param definitions the switches that this process reads or administers
     * @throws IllegalStateException if two definitions have the same name
     */
    public Switches(Clock clock, List<SwitchDefinition<?>> definitions) {
        this.clock = clock;
        this.definitions = List.copyOf(definitions);
        Set<String> names = new HashSet<>();
        for (SwitchDefinition<?> definition : definitions) {
            if (!names.add(definition.name())) {
                throw new IllegalStateException("Two switches have the name " + definition.name());
            }
        }
    }

    /** The switches that this process reads or administers. */
    public List<SwitchDefinition<?>> definitions() {
        return definitions;
    }

    /** Returns the definition with this name, if this process has one. */
    public Optional<SwitchDefinition<?>> definition(String name) {
        return definitions.stream()
                .filter(definition -> definition.name().equals(name))
                .findFirst();
    }

    /** Returns the value in force. */
    public <E extends Enum<E>> E get(SwitchDefinition<E> definition) {
        return setting(definition).value();
    }

    /** Returns the value in force and the record that set it. */
    public <E extends Enum<E>> Setting<E> setting(SwitchDefinition<E> definition) {
        for (SwitchLayer layer : SwitchLayer.values()) {
            SwitchChanged set = known.get(SwitchChanged.key(definition.name(), layer));
            if (set != null && set.value() != null && !hasExpired(set)) {
                Optional<E> value = definition.parse(set.value());
                if (value.isPresent()) {
                    return new Setting<>(value.get(), set);
                }
            }
        }
        return new Setting<>(definition.byDefault(), null);
    }

    /** Returns the last setting of a layer, also an expired one. */
    public @Nullable SwitchChanged last(String name, SwitchLayer layer) {
        return known.get(SwitchChanged.key(name, layer));
    }

    /** Returns the last setting of each switch and layer, also expired ones. */
    public List<SwitchChanged> settings() {
        return List.copyOf(known.values());
    }

    /** Applies a setting that the topic may not contain yet. An older one has no effect. */
    public void apply(SwitchChanged set) {
        known.merge(set.key(), set, (last, next) -> next.supersedes(last) ? next : last);
    }

    /** Applies a setting of the topic, in the order of the topic. */
    public void applyRecorded(SwitchChanged set) {
        recorded.put(set.key(), set);
        apply(set);
    }

    /** Returns the settings that differ from the topic's last record of the same key. They must be published. */
    public List<SwitchChanged> unrecorded() {
        return known.values().stream().filter(set -> !isRecorded(set)).toList();
    }

    private boolean isRecorded(SwitchChanged set) {
        SwitchChanged last = recorded.get(set.key());
        return last != null && last.changeId().equals(set.changeId());
    }

    /** Returns the expired settings without a record of their end. */
    public List<SwitchChanged> expired() {
        return known.values().stream()
                .filter(set -> set.value() != null && hasExpired(set))
                .toList();
    }

    private boolean hasExpired(SwitchChanged set) {
        Instant until = set.until();
        return until != null && !clock.instant().isBefore(until);
    }
}
