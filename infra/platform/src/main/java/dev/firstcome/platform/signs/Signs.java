package dev.firstcome.platform.signs;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.AlertRaised;
import dev.firstcome.platform.events.PlatformPublisher;
import dev.firstcome.platform.scheduling.RepeatingTask;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at this process's meters once a second and tells what became a sign, and what is none any more: in
 * {@code platform.alerts}, in the gauge {@code firstcome.alert}, and in the log. While a sign is raised it is told
 * again every ten seconds; what Kafka did not take is told with the next look.
 */
public final class Signs implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Signs.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final int WATCHED_MAX = 1_000;

    private final String source;
    private final MeterRegistry meters;
    private final PlatformPublisher publisher;
    private final Clock clock;
    private final Witnesses witnesses;
    private final List<SignListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<Subject, Watched> watches = new HashMap<>();
    private Instant lastLook;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("signs").daemon().factory());

    private record Subject(String sign, String name) {}

    private record Watched(Watch watch, Meter gauge) {}

    /**
     * @param source this process's name in what it tells
     * @param witnesses what is told with signs
     */
    public Signs(String source, MeterRegistry meters, PlatformPublisher publisher, Clock clock, Witnesses witnesses) {
        this.source = source;
        this.meters = meters;
        this.publisher = publisher;
        this.clock = clock;
        this.witnesses = witnesses;
        this.lastLook = clock.instant();
        RepeatingTask.schedule(EVERY, looking, "the look at signs", this::look);
    }

    /** From now on the listener hears of every sign that is raised. */
    public void tell(SignListener listener) {
        listeners.add(listener);
    }

    private void look() {
        Instant now = clock.instant();
        Set<Subject> seen = new HashSet<>();
        for (SignSpec spec : SignSpec.ALL) {
            spec.measures(meters).forEach((name, measured) -> {
                Subject subject = new Subject(spec.name(), name);
                seen.add(subject);
                Watched known = watches.get(subject);
                if (known == null && watches.size() < WATCHED_MAX) {
                    Watch watch = new Watch(spec, name, lastLook);
                    known = new Watched(watch, watch.measureIn(meters));
                    watches.put(subject, known);
                }
                if (known != null) {
                    look(known.watch(), measured, now);
                }
            });
        }
        lookAtThoseWithoutAMeter(seen, now);
        lastLook = now;
    }

    /** Such as of a campaign that is over: a raised sign is cleared, and then no more is kept of it. */
    private void lookAtThoseWithoutAMeter(Set<Subject> seen, Instant now) {
        watches.entrySet().removeIf(entry -> {
            if (seen.contains(entry.getKey())) {
                return false;
            }
            Watch watch = entry.getValue().watch();
            if (watch.isOver()) {
                meters.remove(entry.getValue().gauge());
                return true;
            }
            turned(watch, watch.lookAtNothing(now), now);
            return false;
        });
    }

    private void look(Watch watch, double measured, Instant now) {
        turned(watch, watch.look(measured, now), now);
    }

    private void turned(Watch watch, boolean turned, Instant now) {
        if (!turned && !watch.mustBeTold(now, AGAIN)) {
            return;
        }
        AlertRaised seen = watch.seen(source, now, witnesses.of(watch.name(), watch.subject()));
        if (turned) {
            log.warn(
                    "sign {} of {}: {} {}",
                    watch.name(),
                    watch.subject(),
                    watch.raised() ? "raised" : "cleared",
                    seen.samples());
            if (watch.raised()) {
                listeners.forEach(listener -> listener.raised(seen));
            } else {
                witnesses.forget(watch.name(), watch.subject());
            }
        }
        if (watch.mustBeTold(now, AGAIN)) {
            watch.beingTold(now);
            publisher
                    .send(Topics.PLATFORM_ALERTS, watch.name(), UUID.randomUUID(), seen)
                    .whenComplete((done, failure) -> watch.told(failure == null));
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
