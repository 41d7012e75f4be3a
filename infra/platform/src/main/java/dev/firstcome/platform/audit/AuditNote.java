package dev.firstcome.platform.audit;

import dev.firstcome.contracts.platform.AuditEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an entry is to say; the trail adds the writer, the time and its place in the chain.
 *
 * @param actor an operator's id, or the service's name
 * @param action a method and a path, or what was done by itself
 * @param outcome the HTTP status, or DONE or FAILED
 */
public record AuditNote(
        String actor,
        String action,
        @Nullable String reason,
        String outcome,
        @Nullable String requestId,
        @Nullable Object before,
        @Nullable Object after,
        @Nullable List<AuditEntry.Head> heads) {
    /** Something that happened, without anything that it changed. */
    public static AuditNote of(String actor, String action, String outcome) {
        return new AuditNote(actor, action, null, outcome, null, null, null, null);
    }

    public AuditNote because(@Nullable String reason) {
        return new AuditNote(actor, action, reason, outcome, requestId, before, after, heads);
    }

    public AuditNote changing(@Nullable Object before, @Nullable Object after) {
        return new AuditNote(actor, action, reason, outcome, requestId, before, after, heads);
    }

    public AuditNote inCall(@Nullable String requestId) {
        return new AuditNote(actor, action, reason, outcome, requestId, before, after, heads);
    }

    public AuditNote confirming(List<AuditEntry.Head> heads) {
        return new AuditNote(actor, action, reason, outcome, requestId, before, after, heads);
    }
}
