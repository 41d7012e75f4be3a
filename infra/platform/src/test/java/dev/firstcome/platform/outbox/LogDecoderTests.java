package dev.firstcome.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log as the protocol's description has it, byte by byte; what a server really sends is read in the services' tests. */
class LogDecoderTests {
    private static final int TABLE = 16_385;
    private static final UUID EVENT = new UUID(7, 8);
    private static final List<String> COLUMNS = List.of(
            "bucket",
            "event_id",
            "topic",
            "key",
            "type",
            "aggregate_id",
            "version",
            "payload",
            "occurred_at",
            "traceparent",
            "written_at");

    private final LogDecoder decoder = new LogDecoder();
    private final List<OutboxRow> rows = new ArrayList<>();

    @Test
    void aRowIsGivenAsItWasWrittenAndItsCommitMovesOn() {
        read(begin(), table(COLUMNS), row("2026-11-28 01:02:03.456789+00", "00-trace-01"));
        assertThat(decoder.position()).as("before the commit").isZero();
        read(commit(900));

        assertThat(rows)
                .containsExactly(new OutboxRow(
                        4_095,
                        EVENT,
                        "user.events",
                        "a key",
                        "user.changed.v1",
                        "{\"name\":\"김\"}",
                        Instant.parse("2026-11-28T01:02:03.456789Z"),
                        "00-trace-01"));
        assertThat(decoder.position()).isEqualTo(900);
    }

    @Test
    void aColumnWithoutAValueIsNone() {
        read(table(COLUMNS), row("2026-11-28 01:02:03+00", null));

        assertThat(rows).extracting(OutboxRow::traceparent).containsOnlyNulls();
    }

    @Test
    void columnsAreKnownByTheirNames() {
        read(table(COLUMNS), table(COLUMNS.reversed()));
        ByteBuffer reversed = message('I').putInt(TABLE).put((byte) 'N').putShort((short) COLUMNS.size());
        values("2026-11-28 01:02:03+00", null).reversed().forEach(value -> put(reversed, value));

        read(reversed);

        assertThat(rows).extracting(OutboxRow::eventId).containsExactly(EVENT);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-28 10:02:03.5+09, 2026-11-28T01:02:03.500Z",
        "2026-11-28 06:32:03+05:30, 2026-11-28T01:02:03Z",
        "2026-11-27 21:32:03.000001-03:30, 2026-11-28T01:02:03.000001Z"
    })
    void aTimeIsTheSameInEveryZone(String text, Instant time) {
        read(table(COLUMNS), row(text, null));

        assertThat(rows).extracting(OutboxRow::occurredAt).containsExactly(time);
    }

    @Test
    void aSignBetweenTransactionsMovesOnAndOneInsideDoesNot() {
        read(commit(900), sign((byte) 1, 950));
        assertThat(decoder.position()).isEqualTo(900);
        read(sign((byte) 0, 1_000));
        assertThat(decoder.position()).isEqualTo(1_000);
        read(commit(990));
        assertThat(decoder.position()).as("never back").isEqualTo(1_000);
    }

    @Test
    void whatWasNotAskedForIsRefused() {
        assertThatThrownBy(() -> read(row("2026-11-28 01:02:03+00", null))).hasMessageContaining("not described");
        assertThatThrownBy(() -> read(message('U').putInt(TABLE))).hasMessageContaining("unknown kind");
        read(table(COLUMNS.subList(0, 3)));
        assertThatThrownBy(() -> read(row("2026-11-28 01:02:03+00", null))).hasMessageContaining("not described");
        assertThat(rows).isEmpty();
    }

    private void read(ByteBuffer... messages) {
        for (ByteBuffer message : messages) {
            decoder.read(message.flip(), rows::add);
        }
    }

    private static ByteBuffer message(char kind) {
        return ByteBuffer.allocate(2_048).put((byte) kind);
    }

    private static ByteBuffer begin() {
        return message('B').putLong(880).putLong(0).putInt(77);
    }

    private static ByteBuffer commit(long end) {
        return message('C').put((byte) 0).putLong(end - 20).putLong(end).putLong(0);
    }

    private static ByteBuffer sign(byte flags, long place) {
        ByteBuffer sign = message('M').put(flags).putLong(place);
        text(sign, "firstcome.outbox");
        return sign.putInt(0);
    }

    private static ByteBuffer table(List<String> columns) {
        ByteBuffer table = message('R').putInt(TABLE);
        text(table, "public");
        text(table, "outbox");
        table.put((byte) 'd').putShort((short) columns.size());
        for (String column : columns) {
            table.put((byte) 0);
            text(table, column);
            table.putInt(25).putInt(-1);
        }
        return table;
    }

    private static ByteBuffer row(String occurredAt, @Nullable String traceparent) {
        List<@Nullable String> values = values(occurredAt, traceparent);
        ByteBuffer row = message('I').putInt(TABLE).put((byte) 'N').putShort((short) values.size());
        values.forEach(value -> put(row, value));
        return row;
    }

    private static List<@Nullable String> values(String occurredAt, @Nullable String traceparent) {
        List<@Nullable String> values = new ArrayList<>();
        values.add("4095");
        values.add(EVENT.toString());
        values.add("user.events");
        values.add("a key");
        values.add("user.changed.v1");
        values.add(EVENT.toString());
        values.add("3");
        values.add("{\"name\":\"김\"}");
        values.add(occurredAt);
        values.add(traceparent);
        values.add(occurredAt);
        return values;
    }

    private static void put(ByteBuffer row, @Nullable String value) {
        if (value == null) {
            row.put((byte) 'n');
        } else {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            row.put((byte) 't').putInt(bytes.length).put(bytes);
        }
    }

    private static void text(ByteBuffer message, String text) {
        message.put(text.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
    }
}
