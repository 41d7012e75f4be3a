package dev.firstcome.platform.web;

import dev.firstcome.platform.problems.ProblemException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * A key that a client sends with a command so that a retry has no second effect. It has 1 to 255 visible ASCII
 * characters.
 */
public record IdempotencyKey(String value) {
    public static final String HEADER = "Idempotency-Key";
    private static final int LENGTH_MAX = 255;

    /** @throws ProblemException if the header value is not a valid key */
    public static IdempotencyKey parse(String text) {
        if (text.isEmpty() || text.length() > LENGTH_MAX || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw ProblemException.invalid(HEADER, "must be 1 to 255 visible ASCII characters");
        }
        return new IdempotencyKey(text);
    }

    /** Builds the response to a command from the response that is stored under its {@link IdempotencyKey}. */
    public static final class StoredResponse {
        /** The response header that marks a replayed response. */
        public static final String REPLAYED = "Idempotency-Replayed";

        private StoredResponse() {}

        /**
         * @param location the URI of the created resource, if any
         * @param body the JSON of the response, or of the problem document for a status of 400 or more
         */
        public static ResponseEntity<byte[]> of(int status, @Nullable String location, String body, boolean replayed) {
            ResponseEntity.BodyBuilder response = ResponseEntity.status(status)
                    .contentType(
                            status < HttpStatus.BAD_REQUEST.value()
                                    ? MediaType.APPLICATION_JSON
                                    : MediaType.APPLICATION_PROBLEM_JSON);
            if (location != null) {
                response.location(URI.create(location));
            }
            if (replayed) {
                response.header(REPLAYED, "true");
            }
            return response.body(body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
