package dev.firstcome.gateway.switches;

import dev.firstcome.contracts.platform.SwitchSet;
import dev.firstcome.platform.schedules.Repeated;
import dev.firstcome.platform.switches.SwitchFollower;
import dev.firstcome.platform.switches.Switches;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Service;

/**
 * Keeps topic, processes and clock in step, twice a second. What counts but is not the topic's last word is appended, and
 * told again to all until it is. What a process knew before this gateway began is asked for once, so that a setting that was
 * made while Kafka took no writes outlives the gateway that made it. A setting whose time is over gets a record of its end.
 */
@Service
final class SwitchKeeper implements DisposableBean {
    private static final Duration EVERY = Duration.ofMillis(500);

    /** How long an acknowledged record may take to be read back before it is appended again. */
    private static final Duration READ_BACK = Duration.ofSeconds(5);

    private final Switches switches;
    private final SwitchFollower follower;
    private final SwitchControl control;
    private final Processes processes;
    private final Clock clock;
    private final String self;
    private final Map<UUID, Instant> acknowledged = new ConcurrentHashMap<>();
    private final Set<String> unheard;
    private final ScheduledExecutorService turns = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("switches").daemon().factory());

    SwitchKeeper(
            Switches switches,
            SwitchFollower follower,
            SwitchControl control,
            Processes processes,
            Clock clock,
            Environment environment) {
        this.switches = switches;
        this.follower = follower;
        this.control = control;
        this.processes = processes;
        this.clock = clock;
        this.self = environment.getRequiredProperty("spring.application.name");
        this.unheard = new HashSet<>(processes.names());
        Repeated.every(EVERY, turns, "the keeping of switches", this::turn);
    }

    private void turn() {
        switches.ended().forEach(over -> control.end(over, self));
        List<SwitchSet> pending = pending();
        if (!pending.isEmpty() || !unheard.isEmpty()) {
            tell(pending);
        }
        if (follower.hasCaughtUp()) {
            pending.forEach(this::append);
        }
    }

    private List<SwitchSet> pending() {
        Instant now = clock.instant();
        acknowledged.values().removeIf(at -> at.plus(READ_BACK).isBefore(now));
        return switches.unrecorded().stream()
                .filter(set -> !acknowledged.containsKey(set.changeId()))
                .toList();
    }

    private void tell(List<SwitchSet> pending) {
        Set<String> names = pending.isEmpty() ? Set.copyOf(unheard) : processes.names();
        processes
                .tell(names, pending)
                .join()
                .forEach((name, counting) -> counting.ifPresent(sets -> {
                    sets.forEach(switches::take);
                    unheard.remove(name);
                }));
    }

    private void append(SwitchSet set) {
        control.adopt(set, self);
        if (control.append(set).join()) {
            acknowledged.put(set.changeId(), clock.instant());
        }
    }

    @Override
    public void destroy() {
        turns.shutdownNow();
    }
}
