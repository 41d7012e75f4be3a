package dev.firstcome.platform.deadletters;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That a record was sent again.
 *
 * @param origin where it stood first
 * @param deadLetter the one of its dead letters that an operator chose
 * @param offset where it stands now in the same partition
 */
public record SentAgain(
        RecordPlace origin,
        String deadLetter,
        UUID operator,
        Instant at,
        @Nullable Long offset) {}
