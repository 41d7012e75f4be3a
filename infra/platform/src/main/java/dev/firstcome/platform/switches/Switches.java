package dev.firstcome.platform.switches;

import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.contracts.platform.SwitchLayer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All switches as this process knows them, in memory: reading one needs nobody. It hears of them from the topic and, when
 * one is set, from the gateway directly; both may come in any order and more than once, and end in the same.
 *
 * <p>An operator's setting counts before a sign's, and that before the default. One that has ended counts no more, by this
 * process's clock, also before the record of its end is heard.
 */
public final class Switches {
    private final Clock clock;
    private final Map<String, SwitchChanged> known = new ConcurrentHashMap<>();
    private final Map<String, SwitchChanged> recorded = new ConcurrentHashMap<>();

    public Switches(Clock clock) {
        this.clock = clock;
    }

    /** What it is now. */
    public <T> T get(Switch<T> wanted) {
        return setting(wanted).value();
    }

    /** What it is now, and why. */
    public <T> Setting<T> setting(Switch<T> wanted) {
        for (SwitchLayer layer : SwitchLayer.values()) {
            SwitchChanged set = known.get(SwitchChanged.key(wanted.name(), layer));
            if (set != null && set.value() != null && !hasEnded(set)) {
                Optional<T> value = wanted.read(set.value());
                if (value.isPresent()) {
                    return new Setting<>(value.get(), set);
                }
            }
        }
        return new Setting<>(wanted.byDefault(), null);
    }

    /** The last setting of a layer, also one that has ended. */
    public @Nullable SwitchChanged last(String name, SwitchLayer layer) {
        return known.get(SwitchChanged.key(name, layer));
    }

    /** The last setting of every layer that was ever set. */
    public List<SwitchChanged> all() {
        return List.copyOf(known.values());
    }

    /** Hears of a setting that may not be in the topic yet. */
    public void take(SwitchChanged set) {
        known.merge(set.key(), set, (last, next) -> next.supersedes(last) ? next : last);
    }

    /** Hears of a setting from the topic, in its order. */
    public void takeRecorded(SwitchChanged set) {
        recorded.put(set.key(), set);
        take(set);
    }

    /** Settings that count and of which the topic's last word is another: they must be appended. */
    public List<SwitchChanged> unrecorded() {
        return known.values().stream().filter(set -> !isRecorded(set)).toList();
    }

    private boolean isRecorded(SwitchChanged set) {
        SwitchChanged last = recorded.get(set.key());
        return last != null && last.changeId().equals(set.changeId());
    }

    /** Settings whose time is over and whose end is not told yet. */
    public List<SwitchChanged> ended() {
        return known.values().stream()
                .filter(set -> set.value() != null && hasEnded(set))
                .toList();
    }

    private boolean hasEnded(SwitchChanged set) {
        Instant until = set.until();
        return until != null && !clock.instant().isBefore(until);
    }
}
