package dev.firstcome.platform.deadlines;

import dev.firstcome.platform.problems.ProblemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** A request is past its deadline and had no effect. Its client gets 503 with {@code Retry-After}, or 504 by the gateway. */
public final class DeadlineExceededException extends ErrorResponseException {
    /** The stable code of the problem document. */
    public static final String CODE = "DEADLINE_EXCEEDED";

    static final String RETRY_AFTER_SECONDS = "1";

    private static final long serialVersionUID = 1;

    DeadlineExceededException() {
        super(
                HttpStatus.SERVICE_UNAVAILABLE,
                ProblemException.document(HttpStatus.SERVICE_UNAVAILABLE, CODE),
                null,
                "problem." + CODE,
                null);
        getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
}
