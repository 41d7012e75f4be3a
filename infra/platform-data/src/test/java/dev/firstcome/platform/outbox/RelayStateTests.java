package dev.firstcome.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.outbox.OutboxTable.OutboxRow;
import dev.firstcome.platform.outbox.RelayState.RelayMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RelayStateTests {
    private static final UUID ID = UUID.fromString("018f0000-0000-7000-8000-000000000001");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicReference<RelayState> state =
            new AtomicReference<>(RelayState.leader(5_000, new OutboxTable.Backlog(7, 1.5)));
    private final RelayMeters relayMeters = new RelayMeters(meters, "pg-1", state::get);

    @Test
    void theMetersShowTheStateOfTheLeader() {
        assertThat(gauge("firstcome.outbox.leader")).isEqualTo(1);
        assertThat(gauge("firstcome.outbox.slot.lag.bytes")).isEqualTo(5_000);
        assertThat(gauge("firstcome.outbox.rows")).isEqualTo(7);
        assertThat(gauge("firstcome.outbox.oldest.seconds")).isEqualTo(1.5);
    }

    /** An alert on the lag must not be cleared because the relay has failed. */
    @Test
    void aSuspendedRelayKeepsTheLastObservation() {
        state.set(state.get().suspended("the engine has failed"));

        assertThat(gauge("firstcome.outbox.leader")).isZero();
        assertThat(gauge("firstcome.outbox.slot.lag.bytes")).isEqualTo(5_000);
        assertThat(state.get().reason()).isEqualTo("the engine has failed");
    }

    @Test
    void aFollowerObservesNothing() {
        state.set(RelayState.follower("another process is the leader"));

        assertThat(gauge("firstcome.outbox.leader")).isZero();
        assertThat(gauge("firstcome.outbox.rows")).isZero();
    }

    @Test
    void sweptRowsAndLostSlotsAreCounted() {
        List<OutboxRow> rows = List.of(row(null), row("00-1-2-01"));

        assertThat(relayMeters.countSwept(rows)).isSameAs(rows);
        relayMeters.countLostSlot();

        assertThat(meters.counter("firstcome.outbox.swept", "shard", "pg-1").count())
                .isEqualTo(2);
        assertThat(meters.counter("firstcome.outbox.slots.lost", "shard", "pg-1")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aRowBecomesARecordWithCloudEventsHeaders() {
        ProducerRecord<byte[], byte[]> message = row("00-1-2-01").toRecord(OutboxRow.utf8("/shop"));

        assertThat(message.topic()).isEqualTo("shop.events");
        assertThat(new String(message.key(), StandardCharsets.UTF_8)).isEqualTo("o-1");
        assertThat(new String(message.value(), StandardCharsets.UTF_8)).isEqualTo("{}");
        assertThat(EventCodec.text(message.headers(), EventCodec.ID)).isEqualTo(ID.toString());
        assertThat(EventCodec.text(message.headers(), EventCodec.TYPE)).isEqualTo("test.order-placed.v1");
        assertThat(EventCodec.text(message.headers(), EventCodec.SOURCE)).isEqualTo("/shop");
        assertThat(EventCodec.text(message.headers(), EventCodec.TRACE_PARENT)).isEqualTo("00-1-2-01");
    }

    @Test
    void aRowWithoutATraceHasNoTraceHeader() {
        ProducerRecord<byte[], byte[]> message = row(null).toRecord(OutboxRow.utf8("/shop"));

        assertThat(message.headers().lastHeader(EventCodec.TRACE_PARENT)).isNull();
    }

    private double gauge(String name) {
        return meters.get(name).tag("shard", "pg-1").gauge().value();
    }

    private static OutboxRow row(@Nullable String trace) {
        return new OutboxRow(
                7,
                ID,
                "shop.events",
                "o-1",
                "test.order-placed.v1",
                "{}",
                Instant.parse("2026-03-01T09:00:00Z"),
                trace);
    }
}
