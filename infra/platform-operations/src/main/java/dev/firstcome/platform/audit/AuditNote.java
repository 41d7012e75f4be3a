package dev.firstcome.platform.audit;

import dev.firstcome.contracts.platform.AuditEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of an audit entry. The trail adds the writer, the time and the position in the chain.
 *
 * @param actor the operator's id, or the name of the service
 * @param action the method and path of a request, or an automatic action
 * @param reason the operator's reason, or the cause of an automatic action
 * @param outcome the HTTP status, DONE or FAILED
 * @param before the state before a change; null if there was none
 * @param heads the last entries of other chains, which this entry confirms
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
    /** An action without a reason, a request and a change. */
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
