package dev.firstcome.platform.outbox;

import dev.firstcome.platform.outbox.OutboxTable.OutboxRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The state of a shard's relay in this process, as last observed.
 *
 * @param leader whether this process publishes the shard's events
 * @param reason why it does not; empty for the leader
 * @param slotLagBytes bytes of the write-ahead log that the slot retains
 * @param rows rows in the outbox, 10,000 at most
 * @param oldestSeconds the age of the oldest row
 */
record RelayState(boolean leader, String reason, long slotLagBytes, long rows, double oldestSeconds) {
    static RelayState follower(String reason) {
        return new RelayState(false, reason, 0, 0, 0);
    }

    /** Nothing is published. The last observation of slot and table is kept, so that a growing lag stays visible. */
    RelayState suspended(String newReason) {
        return new RelayState(false, newReason, slotLagBytes, rows, oldestSeconds);
    }

    static RelayState leader(long slotLagBytes, OutboxTable.Backlog backlog) {
        return new RelayState(true, "", slotLagBytes, backlog.rows(), backlog.oldestSeconds());
    }

    /** The meters of one shard's relay. */
    static final class RelayMeters {
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
}
