package dev.firstcome.platform.audit;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** What an operator's call adds to its entry in the trail: why, and what it changed. */
public final class AuditNotes {
    private static final String ATTRIBUTE = AuditNotes.class.getName();

    private @Nullable String reason;
    private @Nullable Object before;
    private @Nullable Object after;

    AuditNotes() {}

    /** The notes of a call below {@code /ops}. */
    public static AuditNotes of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof AuditNotes notes) {
            return notes;
        }
        AuditNotes notes = new AuditNotes();
        request.setAttribute(ATTRIBUTE, notes);
        return notes;
    }

    public AuditNotes because(@Nullable String why) {
        this.reason = why;
        return this;
    }

    /** @param was null: it was not there */
    public AuditNotes changed(@Nullable Object was, @Nullable Object is) {
        this.before = was;
        this.after = is;
        return this;
    }

    AuditNote addTo(AuditNote entry) {
        return entry.because(reason).changing(before, after);
    }
}
