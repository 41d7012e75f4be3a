package dev.firstcome.gateway.switches;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.contracts.platform.SwitchLayer;
import dev.firstcome.contracts.switches.SwitchDefinition;
import dev.firstcome.platform.audit.AuditNote;
import dev.firstcome.platform.audit.AuditTrail;
import dev.firstcome.platform.publisher.PlatformPublisher;
import dev.firstcome.platform.switches.Setting;
import dev.firstcome.platform.switches.Switches;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Service;

/**
 * Lists and changes switches. A setting takes effect in this process at once. It is also published to {@code
 * platform.switches} and sent to every other process directly; either path suffices. {@link SwitchReconciler} publishes
 * settings that Kafka did not accept.
 */
@Service
public final class SwitchAdministration {
    /** The value that returns a switch to its alerts, or to its default. */
    public static final String AUTO = "AUTO";

    private final Switches switches;
    private final PlatformPublisher publisher;
    private final SwitchBroadcast broadcast;
    private final AuditTrail trail;
    private final Clock clock;

    /** Change id of the last setting of this process, by switch and layer. */
    private final Map<String, UUID> localChangeIds = new ConcurrentHashMap<>();

    SwitchAdministration(
            Switches switches, PlatformPublisher publisher, SwitchBroadcast broadcast, AuditTrail trail, Clock clock) {
        this.switches = switches;
        this.publisher = publisher;
        this.broadcast = broadcast;
        this.trail = trail;
        this.clock = clock;
    }

    /** Returns the current setting of every switch. */
    public List<SwitchChangeResult.Applied> all() {
        return switches.definitions().stream()
                .map(definition -> new SwitchChangeResult.Applied(
                        definition, switches.setting(definition), isRecorded(definition), Map.of()))
                .toList();
    }

    /**
     * Changes a switch. Blocks for at most about two seconds, for Kafka and the other processes. Only the result {@code
     * Applied} implies a change.
     */
    public SwitchChangeResult set(SwitchChangeRequest request) {
        Optional<SwitchDefinition<?>> definition = switches.definition(request.name());
        if (definition.isEmpty()) {
            return new SwitchChangeResult.UnknownSwitch(
                    switches.definitions().stream().map(SwitchDefinition::name).toList());
        }
        boolean isAuto = AUTO.equals(request.value());
        if (!isAuto && definition.get().parse(request.value()).isEmpty()) {
            List<String> values = new ArrayList<>(definition.get().values());
            values.add(AUTO);
            return new SwitchChangeResult.InvalidValue(values);
        }
        if (request.until() != null && !request.until().isAfter(clock.instant())) {
            return new SwitchChangeResult.ExpiryInPast();
        }
        return trail.hasRoom() ? set(definition.get(), request, isAuto) : new SwitchChangeResult.AuditTrailFull();
    }

    private SwitchChangeResult set(SwitchDefinition<?> definition, SwitchChangeRequest request, boolean isAuto) {
        Setting<?> before = switches.setting(definition);
        SwitchChanged set = apply(new SwitchChanged(
                UUID.randomUUID(),
                definition.name(),
                SwitchLayer.MANUAL,
                0,
                isAuto ? null : request.value(),
                request.reason(),
                request.author(),
                clock.instant(),
                isAuto ? null : request.until()));
        Setting<?> after = switches.setting(definition);
        trail.write(AuditNote.of(request.author(), "PUT /ops/switches/" + definition.name(), "DONE")
                .because(request.reason())
                .inCall(request.requestId())
                .changing(before.value(), set));
        var responses = broadcast.broadcast(broadcast.processNames(), List.of(set));
        CompletableFuture<Boolean> recorded = publish(set); // after the broadcast, which must not wait for a broker
        Map<String, Boolean> reached = new TreeMap<>();
        responses.join().forEach((name, settings) -> {
            reached.put(name, settings.isPresent());
            settings.ifPresent(sets -> sets.forEach(switches::apply));
        });
        return new SwitchChangeResult.Applied(definition, after, recorded.join(), reached);
    }

    /** Assigns the next version and applies the setting in this process. */
    private synchronized SwitchChanged apply(SwitchChanged set) {
        SwitchChanged last = switches.last(set.name(), set.layer());
        SwitchChanged next = new SwitchChanged(
                set.changeId(),
                set.name(),
                set.layer(),
                last == null ? 1 : last.version() + 1,
                set.value(),
                set.reason(),
                set.author(),
                set.at(),
                set.until());
        localChangeIds.put(next.key(), next.changeId());
        switches.apply(next);
        return next;
    }

    /** Replaces an expired setting with a record of its end. */
    SwitchChanged expire(SwitchChanged expired, String serviceName) {
        SwitchChanged end = apply(new SwitchChanged(
                UUID.randomUUID(),
                expired.name(),
                expired.layer(),
                0,
                null,
                "expired at " + expired.until(),
                serviceName,
                clock.instant(),
                null));
        trail.write(AuditNote.of(serviceName, "end of the switch " + expired.name(), "DONE")
                .because(end.reason())
                .changing(expired, end));
        return end;
    }

    /** Writes the audit entry of a setting that another gateway process applied but did not audit before it stopped. */
    void auditRemote(SwitchChanged remote, String serviceName) {
        if (!remote.changeId().equals(localChangeIds.put(remote.key(), remote.changeId()))) {
            trail.write(AuditNote.of(
                            serviceName, "recording of the switch " + remote.name() + " for " + remote.author(), "DONE")
                    .because(remote.reason())
                    .changing(null, remote));
        }
    }

    /** Publishes the setting. Completes with true once Kafka acknowledges it, and never exceptionally. */
    CompletableFuture<Boolean> publish(SwitchChanged set) {
        return publisher
                .send(Topics.PLATFORM_SWITCHES, set.key(), set.changeId(), set)
                .handle((done, failure) -> failure == null);
    }

    private boolean isRecorded(SwitchDefinition<?> definition) {
        return switches.unrecorded().stream().noneMatch(set -> set.name().equals(definition.name()));
    }
}
