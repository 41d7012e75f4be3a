package dev.firstcome.platform.problems;

import java.net.URI;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A refusal as the client sees it: {@code type} is {@code urn:problem:CODE}, {@code code} is stable, and {@code detail}
 * is a sentence in the caller's language, taken from the messages under {@code problem.CODE}. Thrown at the edge only;
 * inside, what the business expects is a value.
 */
public final class Problem extends ErrorResponseException {
    public static final String CODE = "code";

    private Problem(HttpStatus status, String code, Object[] arguments) {
        super(status, document(status, code), null, "problem." + code, arguments);
    }

    /** @param arguments fill the places of the message {@code problem.CODE} */
    public static Problem of(HttpStatus status, String code, Object... arguments) {
        return new Problem(status, code, arguments);
    }

    /** 503 for a part of the infrastructure that is away for now. */
    public static Problem unavailable() {
        return of(HttpStatus.SERVICE_UNAVAILABLE, "UNAVAILABLE").retryAfter(Duration.ofSeconds(1));
    }

    /** 400 for a field that cannot be taken. */
    public static Problem invalid(String field, String reason) {
        return of(HttpStatus.BAD_REQUEST, "INVALID_FIELD", field, reason).with("field", field);
    }

    /** 404 for what is not there or not the caller's. */
    public static Problem notFound() {
        return of(HttpStatus.NOT_FOUND, "NOT_FOUND");
    }

    public Problem with(String name, Object value) {
        getBody().setProperty(name, value);
        return this;
    }

    /** Whole seconds, at least one. */
    public Problem retryAfter(Duration wait) {
        getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, wait.toSeconds())));
        return this;
    }

    /** The document alone, for places that write it themselves. */
    public static ProblemDetail document(HttpStatus status, String code) {
        ProblemDetail document = ProblemDetail.forStatus(status);
        document.setTitle(status.getReasonPhrase());
        document.setType(URI.create("urn:problem:" + code));
        document.setProperty(CODE, code);
        return document;
    }
}
