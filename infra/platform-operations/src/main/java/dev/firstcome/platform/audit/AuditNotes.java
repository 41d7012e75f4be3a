package dev.firstcome.platform.audit;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The reason and the change that a controller adds to the audit entry of its request. One thread uses it. */
public final class AuditNotes {
    private static final String ATTRIBUTE = AuditNotes.class.getName();

    private @Nullable String reason;
    private @Nullable Object before;
    private @Nullable Object after;

    AuditNotes() {}

    /** Returns the notes of a request below {@code /ops}. */
    public static AuditNotes of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof AuditNotes notes) {
            return notes;
        }
        AuditNotes notes = new AuditNotes();
        request.setAttribute(ATTRIBUTE, notes);
        return notes;
    }

    public AuditNotes because(@Nullable String cause) {
        this.reason = cause;
        return this;
    }

    /** @param previous the state before the change; null if there was none */
    public AuditNotes changed(@Nullable Object previous, @Nullable Object current) {
        this.before = previous;
        this.after = current;
        return this;
    }

    AuditNote addTo(AuditNote entry) {
        return entry.because(reason).changing(before, after);
    }
}
