package dev.firstcome.coupon.log;

import dev.firstcome.model.log.LogRecord;
import dev.firstcome.platform.events.EventCodec;
import java.nio.charset.StandardCharsets;

/** Creates log entries from records of the reference model. */
public final class LogEntryFixture {
    private static final LogFormat FORMAT = new LogFormat(new EventCodec());

    private LogEntryFixture() {}

    public static LogEntry of(LogRecord record) {
        byte[] type = record.type() == null ? null : record.type().getBytes(StandardCharsets.UTF_8);
        return new LogEntry(record.offset(), record.timestampMillis(), FORMAT.read(record.key(), type, record.value()));
    }
}
