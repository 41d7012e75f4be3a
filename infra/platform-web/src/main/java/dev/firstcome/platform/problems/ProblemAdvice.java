package dev.firstcome.platform.problems;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Maps each exception of a controller to a problem document with a stable code. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public final class ProblemAdvice extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    /** Maps an unavailable database or connection pool to 503, which the caller may retry. */
    @ExceptionHandler({
        CannotCreateTransactionException.class,
        TransientDataAccessException.class,
        NonTransientDataAccessResourceException.class
    })
    @Nullable
    ResponseEntity<Object> unavailable(Exception failure, WebRequest request) {
        log.warn("request failed, database unavailable: {}", failure.getMessage());
        ProblemException problem = ProblemException.unavailable();
        return handleErrorResponseException(problem, problem.getHeaders(), problem.getStatusCode(), request);
    }

    /** Maps parameters that Tomcat cannot decode, such as {@code ?q=%ff}. */
    @ExceptionHandler(InvalidParameterException.class)
    @Nullable
    ResponseEntity<Object> malformedParameters(InvalidParameterException malformed, WebRequest request) {
        ProblemException problem = ProblemException.of(HttpStatus.BAD_REQUEST, "BAD_REQUEST");
        return handleErrorResponseException(problem, problem.getHeaders(), problem.getStatusCode(), request);
    }

    /** Rethrows these exceptions to the security filters, which respond by {@link SecurityProblemHandler}. */
    @ExceptionHandler({AuthenticationException.class, AccessDeniedException.class})
    void securityFailure(Exception failure) throws Exception {
        throw failure;
    }

    @ExceptionHandler(Exception.class)
    @Nullable
    ResponseEntity<Object> internalError(Exception failure, WebRequest request) {
        log.error("request failed", failure);
        ProblemException problem = ProblemException.of(HttpStatus.INTERNAL_SERVER_ERROR, "INTERNAL");
        return handleErrorResponseException(problem, problem.getHeaders(), problem.getStatusCode(), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException invalid, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var field = invalid.getBindingResult().getFieldError();
        ProblemException problem = ProblemException.invalid(
                field == null ? "body" : field.getField(),
                field == null ? "" : String.valueOf(field.getDefaultMessage()));
        return handleErrorResponseException(problem, problem.getHeaders(), problem.getStatusCode(), request);
    }

    /** Names the field that cannot be read. A body with a syntax error has none and gets BAD_REQUEST. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException unreadable,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        ProblemException problem = UnreadableField.of(unreadable)
                .map(field -> ProblemException.invalid(field.name(), field.rule()))
                .orElse(null);
        return problem == null
                ? super.handleHttpMessageNotReadable(unreadable, headers, status, request)
                : handleErrorResponseException(problem, problem.getHeaders(), problem.getStatusCode(), request);
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail document
                && (document.getProperties() == null
                        || !document.getProperties().containsKey(ProblemException.CODE))) {
            String code = codeOf(status);
            document.setType(URI.create("urn:problem:" + code));
            document.setProperty(ProblemException.CODE, code);
        }
        return super.createResponseEntity(body, headers, status, request);
    }

    /** Derives the code of framework errors from their status, such as BAD_REQUEST or METHOD_NOT_ALLOWED. */
    private static String codeOf(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return known == null ? "HTTP_" + status.value() : known.name();
    }

    /**
     * The field of a JSON body that cannot be read, and the rule that it breaks.
     *
     * @param name the path of the field, such as {@code price.amount}; contains no invalid Unicode
     */
    record UnreadableField(String name, String rule) {
        private static final int LENGTH_MAX = 100;

        /** The name may be the client's own, and a response must be able to contain it. */
        private static final Pattern OTHER_CHARACTERS = Pattern.compile("[^\\p{L}\\p{N}_.\\-]");

        /** Empty for a syntax error, and for a body that is no JSON object. */
        static Optional<UnreadableField> of(HttpMessageNotReadableException unreadable) {
            if (!(unreadable.getCause() instanceof MismatchedInputException mismatch)) {
                return Optional.empty();
            }
            String path = mismatch.getPath().stream().map(UnreadableField::text).collect(Collectors.joining("."));
            if (path.isEmpty()) {
                return Optional.empty();
            }
            String name = OTHER_CHARACTERS.matcher(path).replaceAll("?");
            return Optional.of(new UnreadableField(
                    name.length() > LENGTH_MAX ? name.substring(0, LENGTH_MAX) : name, rule(mismatch)));
        }

        private static String text(JacksonException.Reference step) {
            return step.getPropertyName() == null ? String.valueOf(step.getIndex()) : step.getPropertyName();
        }

        private static String rule(MismatchedInputException mismatch) {
            return mismatch instanceof UnrecognizedPropertyException ? "unknown field" : rule(mismatch.getTargetType());
        }

        private static String rule(@Nullable Class<?> type) {
            if (type == null) {
                return "another type is required";
            }
            if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
                return "a whole number is required";
            }
            if (type == String.class) {
                return "text is required";
            }
            if (type == Boolean.class || type == boolean.class) {
                return "true or false is required";
            }
            if (type == Instant.class) {
                return "an ISO 8601 time in UTC is required";
            }
            return type == UUID.class ? "a UUID is required" : "another type is required";
        }
    }
}
