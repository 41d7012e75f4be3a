package dev.firstcome.contracts.platform;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that an operator did, or that a process did by itself. The entries of a writer are a chain: each names the
 * SHA-256 of the one before it, of the bytes of its value as they stand in the topic.
 *
 * @param writer who wrote it: a service's name and the id of one start of it
 * @param number from 1, without a gap
 * @param previous lower-case hex; 64 zeros for the first
 * @param actor an operator's id, or the service's name
 * @param action a method and a path, or what was done by itself
 * @param reason what the operator gave; null where none is asked for, as for reading
 * @param outcome the HTTP status, or DONE or FAILED
 * @param before what was so before, as JSON would say it; null where it does not apply
 * @param after what is so now
 * @param heads of other writers, in a checkpoint only
 */
@EventType("platform.audit-entry.v1")
public record AuditEntry(
        UUID entryId,
        String writer,
        long number,
        String previous,
        Instant at,
        String actor,
        String action,
        @Nullable String reason,
        String outcome,
        @Nullable String requestId,
        @Nullable Object before,
        @Nullable Object after,
        @Nullable List<Head> heads) {
    /** What the first entry of a chain names as the one before it. */
    public static final String NOTHING_BEFORE = "0".repeat(64);

    /** The last entry of a writer at some time: its number and the SHA-256 of its bytes, in lower-case hex. */
    public record Head(String writer, long number, String hash) {}
}
