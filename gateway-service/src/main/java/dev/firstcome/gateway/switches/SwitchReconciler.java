package dev.firstcome.gateway.switches;

import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.platform.scheduling.RepeatingTask;
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
 * Reconciles topic, processes and expiries twice a second. A setting that is in force but not the last record of the
 * topic is published, and broadcast until it is recorded. At startup, each process is asked once for its settings, so a
 * setting from a Kafka outage survives the gateway that created it. An expired setting gets a record of its end.
 */
@Service
final class SwitchReconciler implements DisposableBean {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    /** Maximum time between the acknowledgement of a record and its consumption; then it is published a second time. */
    private static final Duration CONSUMPTION_TIMEOUT = Duration.ofSeconds(5);

    private final Switches switches;
    private final SwitchFollower follower;
    private final SwitchAdministration administration;
    private final SwitchBroadcast broadcast;
    private final Clock clock;
    private final String serviceName;
    private final Map<UUID, Instant> acknowledged = new ConcurrentHashMap<>();
    private final Set<String> unqueriedProcesses;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("switches").daemon().factory());

    SwitchReconciler(
            Switches switches,
            SwitchFollower follower,
            SwitchAdministration administration,
            SwitchBroadcast broadcast,
            Clock clock,
            Environment environment) {
        this.switches = switches;
        this.follower = follower;
        this.administration = administration;
        this.broadcast = broadcast;
        this.clock = clock;
        this.serviceName = environment.getRequiredProperty("spring.application.name");
        this.unqueriedProcesses = new HashSet<>(broadcast.processNames());
        RepeatingTask.schedule(INTERVAL, scheduler, "switch reconciliation", this::reconcile);
    }

    private void reconcile() {
        switches.expired().forEach(expired -> administration.expire(expired, serviceName));
        List<SwitchChanged> pending = pending();
        if (!pending.isEmpty() || !unqueriedProcesses.isEmpty()) {
            broadcast(pending);
        }
        if (follower.hasCaughtUp()) {
            pending.forEach(this::publish);
        }
    }

    private List<SwitchChanged> pending() {
        Instant now = clock.instant();
        acknowledged.values().removeIf(at -> at.plus(CONSUMPTION_TIMEOUT).isBefore(now));
        return switches.unrecorded().stream()
                .filter(set -> !acknowledged.containsKey(set.changeId()))
                .toList();
    }

    private void broadcast(List<SwitchChanged> pending) {
        Set<String> names = pending.isEmpty() ? Set.copyOf(unqueriedProcesses) : broadcast.processNames();
        broadcast
                .broadcast(names, pending)
                .join()
                .forEach((name, settings) -> settings.ifPresent(sets -> {
                    sets.forEach(switches::apply);
                    unqueriedProcesses.remove(name);
                }));
    }

    private void publish(SwitchChanged set) {
        administration.auditRemote(set, serviceName);
        if (administration.publish(set).join()) {
            acknowledged.put(set.changeId(), clock.instant());
        }
    }

    @Override
    public void destroy() {
        scheduler.shutdownNow();
    }
}
