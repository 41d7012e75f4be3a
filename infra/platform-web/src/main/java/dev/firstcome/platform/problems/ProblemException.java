package dev.firstcome.platform.problems;

import java.net.URI;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * An error response as a problem document (RFC 9457). {@code type} is {@code urn:problem:CODE}, {@code code} is stable,
 * and {@code detail} is localized from the message {@code problem.CODE}. Only web adapters throw it; use cases return
 * expected outcomes as values.
 */
public final class ProblemException extends ErrorResponseException {
    public static final String CODE = "code";

    private ProblemException(HttpStatus status, String code, Object[] arguments) {
        super(status, document(status, code), null, "problem." + code, arguments);
    }

    /** @param arguments the arguments of the message {@code problem.CODE} */
    public static ProblemException of(HttpStatus status, String code, Object... arguments) {
        return new ProblemException(status, code, arguments);
    }

    /** 503 for temporarily unavailable infrastructure. */
    public static ProblemException unavailable() {
        return of(HttpStatus.SERVICE_UNAVAILABLE, "UNAVAILABLE").retryAfter(Duration.ofSeconds(1));
    }

    /** 400 for an invalid field. */
    public static ProblemException invalid(String field, String reason) {
        return of(HttpStatus.BAD_REQUEST, "INVALID_FIELD", field, reason).with("field", field);
    }

    /** 404 for a resource that does not exist or that belongs to another user. */
    public static ProblemException notFound() {
        return of(HttpStatus.NOT_FOUND, "NOT_FOUND");
    }

    public ProblemException with(String name, Object value) {
        getBody().setProperty(name, value);
        return this;
    }

    /** Sets {@code Retry-After} to whole seconds, at least one. */
    public ProblemException retryAfter(Duration wait) {
        getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, wait.toSeconds())));
        return this;
    }

    /** Creates the document without an exception, for callers that write it to the response. */
    public static ProblemDetail document(HttpStatus status, String code) {
        ProblemDetail document = ProblemDetail.forStatus(status);
        document.setTitle(status.getReasonPhrase());
        document.setType(URI.create("urn:problem:" + code));
        document.setProperty(CODE, code);
        return document;
    }
}
