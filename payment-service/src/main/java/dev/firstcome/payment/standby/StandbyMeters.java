package dev.firstcome.payment.standby;

import dev.firstcome.contracts.platform.ShardStandby;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shards whose commits wait for nobody although they should, in every process: whoever reads one sees it. */
@Component
class StandbyMeters {
    StandbyMeters(Standbys standbys, StandbyProperties properties, MeterRegistry meters) {
        for (String shard : properties.names().keySet()) {
            Gauge.builder("firstcome.payment.standby.missing", standbys, known -> missing(known.mode(shard)))
                    .tag("shard", shard)
                    .strongReference(true)
                    .register(meters);
            Gauge.builder(
                            "firstcome.payment.shard.closed",
                            standbys,
                            known ->
                                    known.unreconciled(shard).map(closed -> 1.0).orElse(0.0))
                    .tag("shard", shard)
                    .strongReference(true)
                    .register(meters);
        }
    }

    private static double missing(@Nullable ShardStandby mode) {
        return mode != null && mode.synchronous() ? 0 : 1;
    }
}
