package dev.firstcome.platform.deadletters;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a dead letter without its payload. Where a part is null, nobody has said it, or not so that it can be read.
 *
 * @param origin where the record stood that could not be used
 * @param group the consumers that could not use it; the others have
 * @param time the event's own, by which its age is judged
 * @param at when it died
 */
public record DeadLetter(
        DeadLetterId id,
        @Nullable RecordPlace origin,
        @Nullable String group,
        @Nullable String eventId,
        @Nullable String type,
        @Nullable Instant time,
        @Nullable String key,
        String reason,
        Instant at) {}
