package dev.firstcome.platform.problems;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import tools.jackson.databind.ObjectMapper;

/**
 * 401 and 403 from the security filters, which stand before the controllers, in the same form as all others. Each is counted
 * in {@code firstcome.calls.refused}, by its code and by whether the address was an internal one.
 */
public final class RefusedCalls implements AuthenticationEntryPoint, AccessDeniedHandler {
    private final MessageSource messages;
    private final ObjectMapper json;
    private final MeterRegistry meters;

    public RefusedCalls(MessageSource messages, ObjectMapper json, MeterRegistry meters) {
        this.messages = messages;
        this.json = json;
        this.meters = meters;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        write(request, response, HttpStatus.UNAUTHORIZED, "UNAUTHENTICATED");
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
            throws IOException {
        write(request, response, HttpStatus.FORBIDDEN, "FORBIDDEN");
    }

    /** For a ticket that opens nothing: used, expired, of another address, or none at all. */
    public void refuseTicket(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        write(request, response, HttpStatus.UNAUTHORIZED, "TICKET_INVALID");
    }

    /** Answers with this refusal, from a filter. */
    public void write(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String code)
            throws IOException {
        boolean internal = request.getRequestURI().startsWith("/internal/");
        meters.counter("firstcome.calls.refused", "code", code, "internal", Boolean.toString(internal))
                .increment();
        ProblemDetail document = Problem.document(status, code);
        document.setDetail(messages.getMessage("problem." + code, null, request.getLocale()));
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsString(document).getBytes(StandardCharsets.UTF_8));
    }
}
