package dev.firstcome.platform.deadletters;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record that was redriven.
 *
 * @param origin its original position
 * @param deadLetter the dead letter that the operator chose
 * @param offset its offset after the redrive, in the same partition
 */
public record RedrivenRecord(
        RecordPosition origin,
        String deadLetter,
        UUID operator,
        Instant at,
        @Nullable Long offset) {}
