package dev.firstcome.platform.outbox;

import dev.firstcome.platform.outbox.OutboxTable.OutboxRow;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Converts Debezium's change records of the outbox table. */
final class ChangeRecords {
    private static final String ROW = "after";

    private ChangeRecords() {}

    /** Returns the inserted row, or an empty result for a record without one, such as a heartbeat. */
    static Optional<OutboxRow> insertedRow(SourceRecord change) {
        if (change.value() instanceof Struct value && value.schema().field(ROW) != null) {
            return Optional.ofNullable(value.getStruct(ROW)).map(ChangeRecords::row);
        }
        return Optional.empty();
    }

    private static OutboxRow row(Struct row) {
        return new OutboxRow(
                row.getInt16("bucket"),
                UUID.fromString(row.getString("event_id")),
                row.getString("topic"),
                row.getString("key"),
                row.getString("type"),
                row.getString("payload"),
                OffsetDateTime.parse(row.getString("occurred_at")).toInstant(),
                row.getString("traceparent"));
    }
}
