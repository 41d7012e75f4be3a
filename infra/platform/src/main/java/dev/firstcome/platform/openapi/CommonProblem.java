package dev.firstcome.platform.openapi;

import io.swagger.v3.oas.models.Operation;
import java.util.function.BiPredicate;
import org.springframework.http.HttpStatus;

/**
 * The problems that operations can return without a declaration of their own: from the gateway, from the security
 * filters and from Spring. The meaning is used where the service has no text under {@code problem.CODE}.
 */
enum CommonProblem {
    BAD_REQUEST(HttpStatus.BAD_REQUEST, Applies.ALWAYS, "The request is malformed."),
    INVALID_FIELD(HttpStatus.BAD_REQUEST, Applies.WITH_INPUT, "A parameter or a field of the body is invalid."),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, Applies.ALWAYS, "The access token is missing, invalid or expired."),
    FORBIDDEN(HttpStatus.FORBIDDEN, Applies.FOR_OPERATORS, "The access token lacks the role OPERATOR."),
    NOT_FOUND(HttpStatus.NOT_FOUND, Applies.WITH_PATH_VARIABLE, "The resource does not exist or has another owner."),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, Applies.ALWAYS, "No response has a media type of the header Accept."),
    BODY_TOO_SLOW(HttpStatus.REQUEST_TIMEOUT, Applies.WITH_BODY, "The body did not arrive in time."),
    BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, Applies.WITH_BODY, "The body is too large."),
    UNSUPPORTED_MEDIA_TYPE(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE, Applies.WITH_BODY, "The media type of the body is not supported."),
    RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS, Applies.ALWAYS, "Too many requests; retry after Retry-After."),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, Applies.ALWAYS, "The server failed."),
    UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE, Applies.ALWAYS, "A dependency is unavailable; retry after Retry-After."),
    DEADLINE_EXCEEDED(
            HttpStatus.SERVICE_UNAVAILABLE,
            Applies.ALWAYS,
            "The deadline of the request has passed; nothing was done."),
    TIMEOUT(HttpStatus.GATEWAY_TIMEOUT, Applies.ALWAYS, "The service did not respond in time; the effect is unknown.");

    private enum Applies implements BiPredicate<Operation, OperationAccess.Level> {
        ALWAYS,
        WITH_INPUT,
        WITH_BODY,
        WITH_PATH_VARIABLE,
        FOR_OPERATORS;

        @Override
        public boolean test(Operation operation, OperationAccess.Level access) {
            boolean hasBody = operation.getRequestBody() != null;
            boolean hasParameters = operation.getParameters() != null
                    && !operation.getParameters().isEmpty();
            return switch (this) {
                case ALWAYS -> true;
                case WITH_BODY -> hasBody;
                case WITH_INPUT -> hasBody || hasParameters;
                case WITH_PATH_VARIABLE ->
                    hasParameters
                            && operation.getParameters().stream()
                                    .anyMatch(parameter -> "path".equals(parameter.getIn()));
                case FOR_OPERATORS -> access == OperationAccess.Level.OPERATOR;
            };
        }
    }

    private final HttpStatus status;
    private final Applies applies;
    private final String meaning;

    CommonProblem(HttpStatus status, Applies applies, String meaning) {
        this.status = status;
        this.applies = applies;
        this.meaning = meaning;
    }

    int status() {
        return status.value();
    }

    String meaning() {
        return meaning;
    }

    boolean appliesTo(Operation operation, OperationAccess.Level access) {
        return applies.test(operation, access);
    }
}
