package dev.firstcome.coupon.log;

import dev.firstcome.model.LogRecord;
import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;

/** The model's records as the service reads them. */
public final class ReadRecords {
    private static final LogFormat FORMAT = new LogFormat(new EventCodec());

    private ReadRecords() {}

    public static LogEntry of(LogRecord record) {
        byte[] type = record.type() == null ? null : record.type().getBytes(StandardCharsets.UTF_8);
        return new LogEntry(record.offset(), record.timestampMillis(), FORMAT.read(record.key(), type, record.value()));
    }
}
