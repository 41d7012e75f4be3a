package dev.firstcome.coupon.watching;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The meters by which the platform's signs see a campaign. They are gone when the campaign is not looked at any more. */
@Component
final class CampaignMeters {
    private final MeterRegistry registry;

    CampaignMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    Measures of(UUID campaignId) {
        return new Measures(registry, campaignId.toString());
    }

    /** What was measured of a campaign last. Written by one thread. */
    static final class Measures implements AutoCloseable {
        private final MeterRegistry registry;
        private final List<Meter> meters;
        private volatile double undecided;
        private volatile double duplicates;
        private volatile double failures;

        Measures(MeterRegistry registry, String campaign) {
            this.registry = registry;
            this.meters = List.of(
                    gauge("undecided", campaign, measures -> measures.undecided),
                    gauge("duplicates", campaign, measures -> measures.duplicates),
                    gauge("failures", campaign, measures -> measures.failures));
        }

        private Meter gauge(String name, String campaign, ToDoubleFunction<Measures> value) {
            return Gauge.builder("firstcome.coupon.watch." + name, this, value)
                    .tag("campaign", campaign)
                    .strongReference(true)
                    .register(registry);
        }

        /** @param open requests that are published and have no outcome; null: not known now */
        void look(OutcomeShares shares, @Nullable Long open, long nowSeconds) {
            undecided = open == null ? Double.NaN : open;
            duplicates = shares.duplicates(nowSeconds);
            failures = shares.failures(nowSeconds);
        }

        @Override
        public void close() {
            meters.forEach(registry::remove);
        }
    }
}
