package dev.firstcome.platform.deadletters;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter without its payload. A component is null if its header is missing or unreadable.
 *
 * @param origin the position of the record that could not be processed
 * @param group the consumer group that could not process it
 * @param time the event time, which determines the age of the event
 * @param at when the dead letter was written
 */
public record DeadLetter(
        DeadLetterId id,
        @Nullable RecordPosition origin,
        @Nullable String group,
        @Nullable String eventId,
        @Nullable String type,
        @Nullable Instant time,
        @Nullable String key,
        String reason,
        Instant at) {}
