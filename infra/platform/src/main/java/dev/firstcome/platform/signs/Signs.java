package dev.firstcome.platform.signs;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.SignSeen;
import dev.firstcome.platform.events.PlatformPublisher;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at this process's meters once a second and tells what became a sign, and what is none any more: in
 * {@code platform.signs}, in the gauge {@code firstcome.sign}, and in the log. While a sign is raised it is told again every
 * ten seconds; what Kafka did not take is told with the next look.
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
    private final List<SignSpec> specs;
    private final Map<Subject, Watch> watches = new HashMap<>();
    private Instant lastLook;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("signs").daemon().factory());

    private record Subject(String sign, String name) {}

    /** @param source this process's name in what it tells */
    public Signs(String source, MeterRegistry meters, PlatformPublisher publisher, Clock clock) {
        this(source, meters, publisher, clock, SignSpec.ALL);
        looking.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Signs(String source, MeterRegistry meters, PlatformPublisher publisher, Clock clock, List<SignSpec> specs) {
        this.source = source;
        this.meters = meters;
        this.publisher = publisher;
        this.clock = clock;
        this.specs = specs;
        this.lastLook = clock.instant();
    }

    private void look() {
        Instant now = clock.instant();
        for (SignSpec spec : specs) {
            measures(spec).forEach((subject, measured) -> {
                Watch watch = watches.get(subject);
                if (watch == null && watches.size() < WATCHED_MAX) {
                    watch = new Watch(spec, subject.name(), lastLook);
                    watches.put(subject, watch);
                    watch.measureIn(meters);
                }
                if (watch != null) {
                    look(watch, measured, now);
                }
            });
        }
        lastLook = now;
    }

    /** What there is to see now; of several meters of one subject, such as a client's for each of its topics, the greatest. */
    private Map<Subject, Double> measures(SignSpec spec) {
        Map<Subject, Double> measures = new HashMap<>();
        for (Meter meter : meters.find(spec.meter()).meters()) {
            measures.merge(new Subject(spec.name(), subjectOf(spec, meter)), valueOf(meter), Signs::greater);
        }
        return measures;
    }

    private static double greater(double one, double other) {
        return Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.max(one, other);
    }

    private void look(Watch watch, double measured, Instant now) {
        if (watch.look(measured, now)) {
            log.warn("sign {} of {}: {}", watch.name(), watch.subject(), watch.raised() ? "raised" : "cleared");
        }
        if (watch.mustBeTold(now, AGAIN)) {
            watch.beingTold(now);
            SignSeen seen = watch.seen(source, now);
            publisher
                    .send(Topics.PLATFORM_SIGNS, watch.name(), UUID.randomUUID(), seen)
                    .whenComplete((done, failure) -> watch.told(failure == null));
        }
    }

    private static String subjectOf(SignSpec spec, Meter meter) {
        String subject = meter.getId().getTag(spec.subject());
        return subject == null ? "" : subject;
    }

    private static double valueOf(Meter meter) {
        for (Measurement measurement : meter.measure()) {
            return measurement.getValue();
        }
        return Double.NaN;
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
