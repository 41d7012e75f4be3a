package dev.firstcome.gateway.switches;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.SwitchLayer;
import dev.firstcome.contracts.platform.SwitchSet;
import dev.firstcome.platform.audit.AuditNote;
import dev.firstcome.platform.audit.AuditTrail;
import dev.firstcome.platform.events.PlatformPublisher;
import dev.firstcome.platform.switches.Setting;
import dev.firstcome.platform.switches.Switch;
import dev.firstcome.platform.switches.Switches;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Sets switches. A setting counts in this process at once; at the same time it is appended to {@code platform.switches} and
 * told to every other process, so each hears of it by two ways, and one of them is enough. What the topic did not take is
 * appended later ({@link SwitchKeeper}).
 */
@Service
public final class SwitchControl {
    /** The word that leaves a switch to its signs, or to its default. */
    public static final String AUTO = "AUTO";

    private final Switches switches;
    private final PlatformPublisher publisher;
    private final Processes processes;
    private final AuditTrail trail;
    private final Clock clock;

    /** Of each layer the last that this process set. */
    private final Map<String, UUID> own = new ConcurrentHashMap<>();

    SwitchControl(Switches switches, PlatformPublisher publisher, Processes processes, AuditTrail trail, Clock clock) {
        this.switches = switches;
        this.publisher = publisher;
        this.processes = processes;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * What an operator wants.
     *
     * @param value one of the switch's values, or {@link #AUTO}
     * @param until when it ends by itself; null: never
     */
    public record Wish(
            String name,
            @Nullable Object value,
            @Nullable Instant until,
            String reason,
            String author,
            @Nullable String requestId) {}

    /** All switches as they are now. */
    public List<SwitchAnswer.Done> all() {
        return Switch.ALL.stream()
                .map(known -> new SwitchAnswer.Done(known, switches.setting(known), isRecorded(known), Map.of()))
                .toList();
    }

    /** May wait for Kafka and for the other processes, about two seconds at most. Nothing is changed unless it is done. */
    public SwitchAnswer set(Wish wish) {
        Optional<Switch<?>> known = Switch.named(wish.name());
        if (known.isEmpty()) {
            return new SwitchAnswer.Unknown(
                    Switch.ALL.stream().map(Switch::name).toList());
        }
        boolean isAuto = AUTO.equals(wish.value());
        if (!isAuto && known.get().read(wish.value()).isEmpty()) {
            List<String> values = new ArrayList<>(known.get().values());
            values.add(AUTO);
            return new SwitchAnswer.NoSuchValue(values);
        }
        if (wish.until() != null && !wish.until().isAfter(clock.instant())) {
            return new SwitchAnswer.Over();
        }
        return trail.hasRoom() ? set(known.get(), wish, isAuto) : new SwitchAnswer.TrailFull();
    }

    private SwitchAnswer set(Switch<?> known, Wish wish, boolean isAuto) {
        Setting<?> before = switches.setting(known);
        SwitchSet set = take(new SwitchSet(
                UUID.randomUUID(),
                known.name(),
                SwitchLayer.MANUAL,
                0,
                isAuto ? null : wish.value(),
                wish.reason(),
                wish.author(),
                clock.instant(),
                isAuto ? null : wish.until()));
        Setting<?> after = switches.setting(known);
        trail.write(AuditNote.of(wish.author(), "PUT /ops/switches/" + known.name(), "DONE")
                .because(wish.reason())
                .inCall(wish.requestId())
                .changing(before.value(), set));
        var told = processes.tell(processes.names(), List.of(set));
        CompletableFuture<Boolean> recorded = append(set); // may wait for a broker, and the others need not
        Map<String, Boolean> reached = new TreeMap<>();
        told.join().forEach((name, counting) -> {
            reached.put(name, counting.isPresent());
            counting.ifPresent(sets -> sets.forEach(switches::take));
        });
        return new SwitchAnswer.Done(known, after, recorded.join(), reached);
    }

    /** Gives it the next version, and lets it count here. */
    private synchronized SwitchSet take(SwitchSet set) {
        SwitchSet last = switches.last(set.name(), set.layer());
        SwitchSet next = new SwitchSet(
                set.changeId(),
                set.name(),
                set.layer(),
                last == null ? 1 : last.version() + 1,
                set.value(),
                set.reason(),
                set.author(),
                set.at(),
                set.until());
        own.put(next.key(), next.changeId());
        switches.take(next);
        return next;
    }

    /** Puts the end of a setting in its place. */
    SwitchSet end(SwitchSet over, String self) {
        SwitchSet end = take(new SwitchSet(
                UUID.randomUUID(),
                over.name(),
                over.layer(),
                0,
                null,
                "its time was over at " + over.until(),
                self,
                clock.instant(),
                null));
        trail.write(AuditNote.of(self, "end of the switch " + over.name(), "DONE")
                .because(end.reason())
                .changing(over, end));
        return end;
    }

    /** Puts into the trail what another process of this service set, and could not put there itself before it ended. */
    void adopt(SwitchSet heard, String self) {
        if (!heard.changeId().equals(own.put(heard.key(), heard.changeId()))) {
            trail.write(AuditNote.of(self, "recording of the switch " + heard.name() + " for " + heard.author(), "DONE")
                    .because(heard.reason())
                    .changing(null, heard));
        }
    }

    /** Whether Kafka has acknowledged it; never completes exceptionally. */
    CompletableFuture<Boolean> append(SwitchSet set) {
        return publisher
                .send(Topics.PLATFORM_SWITCHES, set.key(), set.changeId(), set)
                .handle((done, failure) -> failure == null);
    }

    private boolean isRecorded(Switch<?> known) {
        return switches.unrecorded().stream().noneMatch(set -> set.name().equals(known.name()));
    }
}
