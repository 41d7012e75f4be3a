package dev.firstcome.platform.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The meters of one shard's relay. */
final class RelayMeters {
    private final Counter swept;
    private final Counter slotsLost;

    RelayMeters(MeterRegistry meters, String shard, Supplier<RelayState> state) {
        this.swept = meters.counter("firstcome.outbox.swept", "shard", shard);
        this.slotsLost = meters.counter("firstcome.outbox.slots.lost", "shard", shard);
        gauge(meters, "firstcome.outbox.leader", shard, state, now -> now.leader() ? 1 : 0);
        gauge(meters, "firstcome.outbox.slot.lag.bytes", shard, state, RelayState::slotLagBytes);
        gauge(meters, "firstcome.outbox.rows", shard, state, RelayState::rows);
        gauge(meters, "firstcome.outbox.oldest.seconds", shard, state, RelayState::oldestSeconds);
    }

    private static void gauge(
            MeterRegistry meters,
            String name,
            String shard,
            Supplier<RelayState> state,
            ToDoubleFunction<RelayState> value) {
        Gauge.builder(name, () -> value.applyAsDouble(state.get()))
                .tag("shard", shard)
                .register(meters);
    }

    /** Counts rows that are published from the table, and returns them. */
    List<OutboxRow> countSwept(List<OutboxRow> rows) {
        swept.increment(rows.size());
        return rows;
    }

    void countLostSlot() {
        slotsLost.increment();
    }
}
