package dev.firstcome.payment.standby;

import dev.firstcome.contracts.platform.ShardStandbyChanged;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gauges of shards without a synchronous standby, and of shards that accept no payments. Every process reports the same
 * values.
 */
@Component
class StandbyMeters {
    StandbyMeters(ShardStatusCache shardStatus, StandbyProperties properties, MeterRegistry meters) {
        for (String shard : properties.names().keySet()) {
            Gauge.builder(
                            "firstcome.payment.standby.missing",
                            shardStatus,
                            statuses -> missing(statuses.standby(shard)))
                    .tag("shard", shard)
                    .strongReference(true)
                    .register(meters);
            Gauge.builder(
                            "firstcome.payment.shard.closed",
                            shardStatus,
                            statuses -> statuses.unreconciledPromotion(shard)
                                    .map(promotion -> 1.0)
                                    .orElse(0.0))
                    .tag("shard", shard)
                    .strongReference(true)
                    .register(meters);
        }
    }

    private static double missing(@Nullable ShardStandbyChanged standby) {
        return standby != null && standby.synchronous() ? 0 : 1;
    }
}
