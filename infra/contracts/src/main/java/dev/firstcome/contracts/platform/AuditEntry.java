package dev.firstcome.contracts.platform;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An action of an operator, or an automatic action of a process. The entries of a writer form a hash chain: each entry
 * has the SHA-256 hash of the value bytes of its predecessor in the topic.
 *
 * @param writer the name of a service and the id of its start
 * @param number from 1, without gaps
 * @param previous hash of the preceding entry in lower-case hex; {@link #GENESIS_HASH} in the first entry
 * @param actor an operator's id, or the name of the service
 * @param action an HTTP method and path, or the name of the automatic action
 * @param reason the operator's reason; null if the action needs none, such as a read
 * @param outcome the HTTP status, or DONE or FAILED
 * @param before the state before the action as JSON; null if not applicable
 * @param after the state after the action as JSON; null if not applicable
 * @param heads the last entries of other writers; only in a checkpoint
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
    /** The previous hash of the first entry of a chain. */
    public static final String GENESIS_HASH = "0".repeat(64);

    /** The last entry of a writer at some time: its number and the SHA-256 hash of its bytes in lower-case hex. */
    public record Head(String writer, long number, String hash) {}
}
