package dev.firstcome.platform.audit;

import dev.firstcome.platform.problems.SecurityProblemHandler;
import dev.firstcome.platform.web.OperatorPaths;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Writes an audit entry for each operator request, with its outcome. It runs after the security filters, which reject and
 * count the requests of other callers. Rejects requests with 503 while the audit trail is full.
 */
public final class AuditFilter extends OncePerRequestFilter {
    private static final int TEXT_MAX = 500;

    private final AuditTrail trail;
    private final SecurityProblemHandler problems;

    public AuditFilter(AuditTrail trail, SecurityProblemHandler problems) {
        this.trail = trail;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !OperatorPaths.include(request.getRequestURI()) || request.getUserPrincipal() == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!trail.hasRoom()) {
            problems.write(request, response, HttpStatus.SERVICE_UNAVAILABLE, "UNAVAILABLE");
            return;
        }
        int status = HttpStatus.INTERNAL_SERVER_ERROR.value();
        try {
            chain.doFilter(request, response);
            status = response.getStatus();
        } finally {
            trail.write(entry(request, status));
        }
    }

    private static AuditNote entry(HttpServletRequest request, int status) {
        Principal actor = request.getUserPrincipal();
        AuditNote entry = AuditNote.of(
                        actor == null ? "anonymous" : actor.getName(),
                        bounded(request.getMethod() + " " + request.getRequestURI()),
                        Integer.toString(status))
                .inCall(bounded(request.getHeader("X-Request-Id")));
        return AuditNotes.of(request).addTo(entry);
    }

    private static String bounded(String text) {
        return text == null || text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX);
    }
}
