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
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import tools.jackson.databind.ObjectMapper;

/**
 * Writes authentication and authorization failures as problem documents, because security filters run before the
 * controllers. The counter {@code firstcome.calls.refused} counts them by code and by internal or public path.
 */
public final class SecurityProblemHandler implements AuthenticationEntryPoint, AccessDeniedHandler {
    private final MessageSource messages;
    private final ObjectMapper json;
    private final MeterRegistry meters;

    public SecurityProblemHandler(MessageSource messages, ObjectMapper json, MeterRegistry meters) {
        this.messages = messages;
        this.json = json;
        this.meters = meters;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge(reason));
        write(request, response, HttpStatus.UNAUTHORIZED, "UNAUTHENTICATED");
    }

    /** The challenge of RFC 6750: a request without a token gets no error code. */
    public static String challenge(AuthenticationException reason) {
        return reason instanceof OAuth2AuthenticationException ? "Bearer error=\"invalid_token\"" : "Bearer";
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
            throws IOException {
        write(request, response, HttpStatus.FORBIDDEN, "FORBIDDEN");
    }

    /** Rejects a missing, expired or already used ticket, or a ticket for another path. */
    public void rejectTicket(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        write(request, response, HttpStatus.UNAUTHORIZED, "TICKET_INVALID");
    }

    /** Writes the problem document to the response of a filter. */
    public void write(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String code)
            throws IOException {
        boolean internal = request.getRequestURI().startsWith("/internal/");
        meters.counter("firstcome.calls.refused", "code", code, "internal", Boolean.toString(internal))
                .increment();
        ProblemDetail document = ProblemException.document(status, code);
        document.setDetail(messages.getMessage("problem." + code, null, request.getLocale()));
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsString(document).getBytes(StandardCharsets.UTF_8));
    }
}
