package dev.firstcome.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.outbox.OutboxTable.OutboxRow;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The conversion of change records. {@code OutboxEngineIT} shows what Debezium produces. */
class ChangeRecordsTests {
    private static final UUID EVENT = new UUID(7, 8);
    private static final Schema ROW = SchemaBuilder.struct()
            .field("bucket", Schema.INT16_SCHEMA)
            .field("event_id", Schema.STRING_SCHEMA)
            .field("topic", Schema.STRING_SCHEMA)
            .field("key", Schema.STRING_SCHEMA)
            .field("type", Schema.STRING_SCHEMA)
            .field("payload", Schema.STRING_SCHEMA)
            .field("occurred_at", Schema.STRING_SCHEMA)
            .field("traceparent", Schema.OPTIONAL_STRING_SCHEMA)
            .optional()
            .build();
    private static final Schema CHANGE =
            SchemaBuilder.struct().field("after", ROW).build();
    private static final Schema MESSAGE =
            SchemaBuilder.struct().field("message", Schema.STRING_SCHEMA).build();

    @ParameterizedTest
    @CsvSource({
        "2026-11-28T01:02:03.456789Z, 2026-11-28T01:02:03.456789Z",
        "2026-11-28T10:02:03+09:00, 2026-11-28T01:02:03Z"
    })
    void anInsertIsConvertedToARow(String occurredAt, Instant time) {
        Struct change = new Struct(CHANGE).put("after", row(occurredAt, "00-trace-01"));

        assertThat(ChangeRecords.insertedRow(sourceRecord(CHANGE, change)))
                .contains(new OutboxRow(
                        4_095,
                        EVENT,
                        "user.events",
                        "a key",
                        "user.changed.v1",
                        "{\"name\":\"김\"}",
                        time,
                        "00-trace-01"));
    }

    @Test
    void aNullTraceStaysNull() {
        Struct change = new Struct(CHANGE).put("after", row("2026-11-28T01:02:03Z", null));

        assertThat(ChangeRecords.insertedRow(sourceRecord(CHANGE, change)).orElseThrow())
                .extracting(OutboxRow::traceparent)
                .isNull();
    }

    @Test
    void recordsWithoutARowAreIgnored() {
        Struct message = new Struct(MESSAGE).put("message", "heartbeat");

        assertThat(ChangeRecords.insertedRow(sourceRecord(MESSAGE, message))).isEmpty();
        assertThat(ChangeRecords.insertedRow(sourceRecord(CHANGE, new Struct(CHANGE))))
                .isEmpty();
        assertThat(ChangeRecords.insertedRow(sourceRecord(CHANGE, null))).isEmpty();
    }

    private static Struct row(String occurredAt, @Nullable String traceparent) {
        return new Struct(ROW)
                .put("bucket", (short) 4_095)
                .put("event_id", EVENT.toString())
                .put("topic", "user.events")
                .put("key", "a key")
                .put("type", "user.changed.v1")
                .put("payload", "{\"name\":\"김\"}")
                .put("occurred_at", occurredAt)
                .put("traceparent", traceparent);
    }

    private static SourceRecord sourceRecord(Schema schema, @Nullable Struct value) {
        return new SourceRecord(Map.of(), Map.of(), "outbox", schema, value);
    }
}
