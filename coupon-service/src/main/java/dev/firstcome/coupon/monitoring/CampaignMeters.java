package dev.firstcome.coupon.monitoring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Registers the gauges on which the platform's alert rules evaluate a campaign. They are removed when the campaign is
 * evicted.
 */
@Component
final class CampaignMeters {
    private final MeterRegistry registry;

    CampaignMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    Gauges of(UUID campaignId) {
        return new Gauges(registry, campaignId.toString());
    }

    /** The latest values of a campaign. Written by one thread. */
    static final class Gauges implements AutoCloseable {
        private final MeterRegistry registry;
        private final List<Meter> meters;
        private volatile double undecided;
        private volatile double duplicates;
        private volatile double failures;

        Gauges(MeterRegistry registry, String campaign) {
            this.registry = registry;
            this.meters = List.of(
                    gauge("undecided", campaign, gauges -> gauges.undecided),
                    gauge("duplicates", campaign, gauges -> gauges.duplicates),
                    gauge("failures", campaign, gauges -> gauges.failures));
        }

        private Meter gauge(String name, String campaign, ToDoubleFunction<Gauges> value) {
            return Gauge.builder("firstcome.coupon.watch." + name, this, value)
                    .tag("campaign", campaign)
                    .strongReference(true)
                    .register(registry);
        }

        /** @param undecidedRequests published requests without an outcome; null: unknown */
        void update(OutcomeShares shares, @Nullable Long undecidedRequests, long nowSeconds) {
            undecided = undecidedRequests == null ? Double.NaN : undecidedRequests;
            duplicates = shares.duplicates(nowSeconds);
            failures = shares.failures(nowSeconds);
        }

        @Override
        public void close() {
            meters.forEach(registry::remove);
        }
    }
}
